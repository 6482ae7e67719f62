"""What somebody has said to the other side of an order, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from shop.threads.models import Message, MessagePicture


class OwnMessages:
    """What somebody has said as a buyer or as a seller (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        query = select(Message).where(Message.person_id == person_id).order_by(Message.id)
        found = db.session.scalars(
            query.options(
                joinedload(Message.order),
                selectinload(Message.pictures).joinedload(MessagePicture.file),
            )
        )
        return {
            "messages": [
                {
                    "order": each.order.number,
                    "as_seller": each.by_seller,
                    "text": each.text,
                    "pictures": " ".join(
                        x.file.ref for x in each.pictures if x.file.deleted_at is None
                    ),
                    "at": each.at,
                }
                for each in found
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Leave what was said: it belongs to the order, and tells what was agreed.

        It stays three years at least (E-commerce law 31), linked to the blanked account alone; its
        pictures go with all files of that person.
        """
