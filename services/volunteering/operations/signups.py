"""Ending the places of a shift that does not take place."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.codes import changed
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.lifecycle import Lifecycle
from core.transition import move
from core.words import _
from services.volunteering.models import Shift, Signup, SignupStatus

SIGNUP = Lifecycle({SignupStatus.IN: {"call_off": SignupStatus.OUT}})


def cancel_shift(shift: Shift, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel a shift and end all places in it; raise `Refused` for a second time."""
    step = update(Shift).where(Shift.id == shift.id, Shift.cancelled_at.is_(None))
    if not changed(step.values(cancelled_at=at, taken=0, held=0)):
        raise Refused(_("这一班已经取消了"))
    record("call_off", Shift.__tablename__, shift.id, by=by, at=at, became=why)
    there = select(Signup).where(Signup.shift_id == shift.id, Signup.status == SignupStatus.IN)
    for signup in db.session.scalars(there.order_by(Signup.id)).all():
        move(signup, SIGNUP, "call_off", by=by, at=at)
        signup.ended_at = at
