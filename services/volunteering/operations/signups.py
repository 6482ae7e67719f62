"""Ending the places of a shift that does not take place."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.db import db
from core.lifecycle import Lifecycle
from core.transition import move
from services.volunteering.models import Shift, Signup, SignupStatus

SIGNUP = Lifecycle({SignupStatus.IN: {"end_signup": SignupStatus.OUT}})


def cancel_shift(shift: Shift, *, why: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """End all places in the shift."""
    there = select(Signup).where(Signup.shift_id == shift.id, Signup.status == SignupStatus.IN)
    for signup in db.session.scalars(there.order_by(Signup.id)).all():
        move(signup, SIGNUP, "end_signup", by=by, at=at)
        signup.ended_at = at
    db.session.execute(update(Shift).where(Shift.id == shift.id).values(taken=0, held=0))
