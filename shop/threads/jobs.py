"""Reminding producers of buyers who wait for an answer."""

from datetime import datetime

from core.db import db, writing
from core.house import Sweep
from shop.threads.models import Message
from shop.threads.operations import reminding
from shop.threads.queries import list_unanswered


def remind(at: datetime) -> None:
    """Remind each producer, once, of a message that nobody has answered for a day."""
    waiting = list_unanswered(reminding.UNANSWERED.name, at=at)
    db.session.rollback()
    for message_id in waiting:
        with writing():
            reminding.remind(db.session.get_one(Message, message_id), at=at)


SWEEPS = {"threads.remind": Sweep(15, remind)}
