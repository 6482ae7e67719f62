"""What the demo world was told: it has gone out long ago, and most of it has been read."""

from datetime import datetime, timedelta

from sqlalchemy import update

from core.db import db
from core.notices.models import Notice

NEW = timedelta(days=2)


def file_away(at: datetime) -> None:
    """Let past notices be sent and read, inside the open `writing()`; the last days' are new."""
    past = update(Notice).where(Notice.at < at).execution_options(synchronize_session=False)
    db.session.flush()
    db.session.execute(
        past.where(Notice.channel.is_not(None)).values(sent_at=Notice.at, claimed_until=None)
    )
    db.session.execute(past.where(Notice.at < at - NEW).values(read_at=Notice.at))
