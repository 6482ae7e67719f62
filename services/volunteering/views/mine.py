"""My shifts in one place: what I am asked, what is kept for me, what is coming, what I wait for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask import request
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now, village_day
from core.waitlists.models import WaitStatus
from core.waitlists.queries import list_of
from core.web.forms import Form, key_of, page
from core.web.guard import current_actor, needs
from services.access import VOLUNTEER
from services.volunteering.models import Shift, Turn
from services.volunteering.queries.mine import PAGE, list_coming, shifts_of
from services.volunteering.queries.presence import list_present
from services.volunteering.queries.turns import list_open_of
from services.volunteering.queries.volunteers import find_volunteer
from services.volunteering.rules.signups import AGE_UNASKED, KIND, why_not_cancel
from services.volunteering.rules.times import in_words
from services.volunteering.rules.words import LICENCES, SKILLS
from services.volunteering.views.blueprint import bp


@dataclass(frozen=True, kw_only=True)
class Line:
    """A shift as its volunteer sees it."""

    id: int
    title: str
    when: str
    day: date
    url: str
    place: str = ""
    until: datetime | None = None
    position: int = 0
    can_cancel: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question in turn; where in the village it is, is told to who says yes."""

    id: int
    title: str
    when: str
    village: str
    words: str
    skill: str
    risks: str
    until: datetime
    min_age: int
    says_age: bool


@bp.get("/mine")
@needs(VOLUNTEER)
def mine() -> ResponseReturnValue:
    return shown()


def shown(form: Form | None = None) -> ResponseReturnValue:
    """Show all of it; a form that was refused says why."""
    at, person_id = now(), current_actor().person
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    coming = list_coming(person_id, at=at, after=after)
    kept, waiting = waits_of(person_id, at=at)
    present = list_present(each.shift_id for each in coming)
    here = {shift_id for shift_id, who in present if who == person_id}
    return page(
        "services/volunteering/mine.html",
        form=form,
        key=EmptyForm(formdata=None).form_key.data,
        asked=asked_of(person_id, at=at),
        kept=kept,
        waiting=waiting,
        coming=[line(each.shift, at=at, here=here) for each in coming[:PAGE]],
        further=after is not None,
        next_id=coming[PAGE - 1].shift_id if len(coming) > PAGE else None,
    )


def waits_of(person_id: int, *, at: datetime) -> tuple[list[Line], list[Line]]:
    """Return the shifts in which a place is kept for the person, and those waited for."""
    waits = list_of(KIND, person_id=person_id)
    shifts = shifts_of([wait.ref for wait, _place in waits], at=at)
    kept, waiting = [], []
    for wait, position in waits:
        shift = shifts.get(wait.ref)
        if shift is None:
            continue
        if wait.status is WaitStatus.WAITING:
            waiting.append(line(shift, at=at, position=position))
        elif wait.offered_until and wait.offered_until > at:
            kept.append(line(shift, at=at, until=wait.offered_until))
    return kept, waiting


def line(
    shift: Shift,
    *,
    at: datetime,
    until: datetime | None = None,
    position: int = 0,
    here: Collection[int] = (),
) -> Line:
    task = shift.task
    village = task.unit.name if task.unit else ""
    return Line(
        id=shift.id,
        title=task.title,
        when=in_words(shift.starts_at, shift.ends_at),
        day=village_day(shift.starts_at),
        url=f"/volunteer/{task.id}",
        place=" ".join(filter(None, (village, task.place))),
        until=until,
        position=position,
        can_cancel=why_not_cancel(shift, is_here=shift.id in here, at=at) is None,
    )


def asked_of(person_id: int, *, at: datetime) -> list[Asked]:
    """Return what the person is asked; where nobody knows their age, with a box to tick."""
    found = list_open_of(person_id, at=at)
    own = find_volunteer(person_id) if found else None
    born = own.born if own else None
    return [asked(each, born) for each in found]


def asked(turn: Turn, born: date | None) -> Asked:
    task = turn.shift.task
    skills = (SKILLS.get(task.skill, ""), LICENCES.get(task.licence, ""))
    return Asked(
        id=turn.id,
        title=task.title,
        when=in_words(turn.shift.starts_at, turn.shift.ends_at),
        village=task.unit.name if task.unit else task.branch.name,
        words="" if task.private else task.words,
        skill=" ".join(str(each) for each in skills if each),
        risks=task.risks,
        until=turn.until,
        min_age=task.min_age,
        says_age=born is None and task.min_age <= AGE_UNASKED,
    )
