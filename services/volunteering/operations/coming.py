"""Coming to a shift and not coming after all: the sign-up, its history, and who hears of it."""

from datetime import datetime

from core.access import Actor
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.hooks import Needs
from core.house import HOUSE
from core.transition import move
from core.words import _
from services.volunteering.models import Shift, Signup, SignupHow, Task
from services.volunteering.operations import places
from services.volunteering.queries.needs import is_gone
from services.volunteering.rules.signups import SIGNUP

TABLE = Signup.__tablename__


def come(shift: Shift, person_id: int, how: SignupHow, *, by: Actor, at: datetime) -> Signup:
    """Put down who comes; the place was taken just before, in the same transaction.

    Nobody comes for a need that is no longer one for volunteers (Volunteer Service Regulations 39).
    """
    if is_gone(shift.task, at=at):
        raise Refused(_("要人手的那一家收回了，或者不再符合志愿服务的条件"))
    signup = Signup(shift=shift, person_id=person_id, how=how, signed_at=at)
    db.session.add(signup)
    db.session.flush()
    record("sign_up", TABLE, signup.id, by=by, at=at, became=how.value)
    if need := need_of(shift.task):
        need.filled(shift.task.source_ref or 0, person_id, by=by, at=at)
    return signup


def stay_away(signup: Signup, action: str, *, by: Actor, at: datetime) -> None:
    """Put down that somebody does not come, and free the place."""
    end(signup, action, by=by, at=at)
    places.give_back(signup.shift)


def end(signup: Signup, action: str, *, by: Actor, at: datetime) -> None:
    """Put down that somebody does not come, where the places are counted otherwise."""
    signup.ended_at = at
    move(signup, SIGNUP, action, by=by, at=at)
    task = signup.shift.task
    if need := need_of(task):
        need.freed(task.source_ref or 0, signup.person_id, by=by, at=at)


def need_of(task: Task) -> Needs | None:
    """Return the source that the task came from, a need or a request for help, if any."""
    return next((each for each in HOUSE.needs if each.kind == task.source_kind), None)
