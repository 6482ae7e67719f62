"""What the demo world was told: it has gone out long ago, and most of it has been read."""

from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import db
from core.notices import operations
from core.notices.models import Notice

NEW = timedelta(days=2)


def file_away(at: datetime) -> None:
    """Let past notices be sent and read, inside the open `writing()`; the last days' are new."""
    for notice in db.session.scalars(select(Notice).where(Notice.at < at)):
        if notice.channel:
            operations.mark_sent(notice.id, at=notice.at)
        if notice.at < at - NEW:
            operations.read(notice, at=notice.at)
