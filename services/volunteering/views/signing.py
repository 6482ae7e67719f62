"""Signing up, waiting for a place, and not coming after all, a tap each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now
from core.db import writing
from core.waitlists.models import Wait
from core.waitlists.queries import find_live
from core.web.forms import Form, page
from core.web.guard import current_actor, local, needs
from core.words import _
from services.access import VOLUNTEER
from services.volunteering.forms import SignForm
from services.volunteering.models import Shift, Signup, TaskStatus
from services.volunteering.operations import signups as operations
from services.volunteering.queries.signups import find_own, find_shift, standing_of
from services.volunteering.rules.signups import KIND
from services.volunteering.rules.times import in_words
from services.volunteering.views.blueprint import bp


def find_for_all(shift_id: int) -> Shift | None:
    """Return a shift that everybody may know of: none in turn, none of the past in a home.

    Who began to wait before a task asked in turn still knows of it.
    """
    shift = find_shift(shift_id)
    if shift is None:
        return None
    if shift.task.in_turn:
        waits = find_live(KIND, shift_id, person_id=current_actor().person)
        return shift if waits else None
    is_open = shift.task.status is TaskStatus.OPEN
    return shift if is_open or not shift.task.private else None


def find_of_mine(shift_id: int) -> Signup | None:
    """Return what the person who asks has signed up for, also when it came to nothing."""
    return find_own(shift_id, current_actor().person)


@bp.post("/shifts/<int:shift_id>/join")
@needs(VOLUNTEER, of=find_for_all)
def join(shift: Shift) -> ResponseReturnValue:
    return taken(shift, operations.join, _("报上了。到时候见"), asks_age=True)


@bp.post("/shifts/<int:shift_id>/wait")
@needs(VOLUNTEER, of=find_for_all)
def wait(shift: Shift) -> ResponseReturnValue:
    said = _("排上候补了，有名额会马上告诉您")
    return taken(shift, operations.join_or_wait, said, asks_age=True)


@bp.post("/shifts/<int:shift_id>/leave")
@needs(VOLUNTEER, of=find_for_all)
def leave(shift: Shift) -> ResponseReturnValue:
    return taken(shift, operations.leave, _("好的，不等了"))


@bp.post("/shifts/<int:shift_id>/cannot")
@needs(VOLUNTEER, of=find_of_mine)
def cannot(signup: Signup) -> ResponseReturnValue:
    return taken(signup.shift, operations.cannot_come, _("知道了，名额给别人。谢谢您早点说"))


def taken(
    shift: Shift, take: Callable[..., Any], said: str, *, asks_age: bool = False
) -> ResponseReturnValue:
    """Take the step in one transaction, once for the form; a refusal is shown beside the shift."""
    form, at, by = SignForm(), now(), current_actor()
    told = {"of_age": form.of_age.data} if asks_age else {}
    shift_id, task_id = shift.id, shift.task_id
    came: list[object] = []

    def do() -> str:
        came.append(take(shift, **told, by=by, at=at))
        return str(shift_id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("刚好有名额，报上了") if swapped(take, came) else said)
            return redirect(local(form.next.data, otherwise=f"/volunteer/{task_id}"))
    return shown(shift, form, by=by, at=at)


def swapped(take: Callable[..., Any], came: list[object]) -> bool:
    """Tell whether somebody who wanted to wait has got a place at once."""
    return take is operations.join_or_wait and bool(came) and not isinstance(came[0], Wait)


def shown(shift: Shift, form: Form, *, by: Actor, at: datetime) -> ResponseReturnValue:
    return page(
        "services/volunteering/shift.html",
        form=form,
        shift=shift,
        when=in_words(shift.starts_at, shift.ends_at),
        standing=standing_of(by.person, [shift], at=at)[shift.id],
    )
