"""What somebody was told, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from core.db import db
from core.notices.models import Notice
from core.notices.papers import text_of, title_of
from core.notices.queries import list_all


class OwnNotices:
    """A person's inbox, and where each notice went (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {
            "notices": [
                {
                    "at": each.at,
                    "title": title_of(each),
                    "text": text_of(each),
                    "url": each.url,
                    "read_at": each.read_at,
                    "channel": each.channel,
                    "address": each.address,
                    "sent_at": each.sent_at,
                }
                for each in list_all(person_id)
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        db.session.execute(delete(Notice).where(Notice.person_id == person_id))
