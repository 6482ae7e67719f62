"""Which requests an officer put down, as history tells it."""

from sqlalchemy import select

from core.db import db
from core.history.models import Entry
from services.help.models import HelpRequest

ENTERED = "enter_help"  # in history


def was_entered(request: HelpRequest) -> bool:
    """Tell whether an officer put the request down for the villager, at the desk."""
    if request.asked_by == request.person_id:
        return False
    query = select(Entry.id).where(
        Entry.about == HelpRequest.__tablename__,
        Entry.about_id == request.id,
        Entry.action == ENTERED,
    )
    return db.session.scalar(query.limit(1)) is not None
