"""Trying typed codes: a wrong one counts, and what was counted is stored before the answer."""

from datetime import datetime, timedelta

from sqlalchemy import update

from core.access import Actor
from core.accounts import throttles
from core.accounts.codes import changed
from core.accounts.rules import Limit, normal_code
from core.db import db
from core.errors import Refused, TooMany
from core.words import _
from services.hours.rules import codes
from services.volunteering.models import Shift, Task

# Longer than any shift: nobody gets new tries while it lasts.
OF_PERSON = Limit("hours.digits", codes.MOST_OF_PERSON, timedelta(days=2))


def try_digits(shift: Shift, typed: str, *, by: Actor, at: datetime) -> bool:
    """Tell whether these are the shift's four digits, inside a `writing()` of its own.

    Raise `Refused` where this person, or all together, have tried too often.
    """
    whose = f"{shift.id}:{by.person}"
    try:
        throttles.count_try(OF_PERSON, whose, at=at)
    except TooMany:
        raise Refused(_("四位码输错太多次，请扫码，或请负责人点名"), field="digits") from None
    tries = update(Shift).where(Shift.id == shift.id, Shift.code_tries < codes.MOST_OF_SHIFT)
    if not changed(tries.values(code_tries=Shift.code_tries + 1)):
        raise Refused(_("这个班次输错的人太多，四位码停用了，请扫码或请负责人点名"), field="digits")
    if not codes.are_digits(shift.id, normal_code(typed)):
        return False
    throttles.clear(OF_PERSON, whose)
    back = update(Shift).where(Shift.id == shift.id)
    db.session.execute(back.values(code_tries=Shift.code_tries - 1))
    return True


def try_served_code(shift: Shift, typed: str) -> bool:
    """Tell whether these are the six digits of the person served, inside a `writing()` of its own.

    Raise `Refused` after ten wrong ones for all shifts of the task: then that person confirms it
    otherwise.
    """
    task_id = shift.task_id
    tries = update(Task).where(Task.id == task_id, Task.served_tries < codes.MOST_OF_TASK)
    if not changed(tries.values(served_tries=Task.served_tries + 1)):
        raise Refused(
            _("确认码输错太多次，停用了。请对方在求助页点确认，或由支部打电话问"), field="typed"
        )
    if not codes.is_served_code(shift.id, normal_code(typed)):
        return False
    back = update(Task).where(Task.id == task_id)
    db.session.execute(back.values(served_tries=Task.served_tries - 1))
    return True
