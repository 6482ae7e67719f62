"""My learning: seats kept for me, what goes on and what is due, what I wait for and passed."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import request
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.certificates.rules import STATES, state_of
from core.clock import now, village_day
from core.waitlists.models import WaitStatus
from core.web.forms import Form, key_of, page
from core.web.guard import current_actor, needs
from training.access import OWN_ENROLMENT
from training.learning.models import Cohort, Enrolment
from training.learning.queries import mine as queries
from training.learning.queries.classes import list_to_come
from training.learning.queries.mine import Done, HasPassed
from training.learning.views.blueprint import bp


@dataclass(frozen=True, kw_only=True)
class Line:
    """A course that the person is in, and how far they are."""

    course_id: int
    title: str
    cohort: Cohort | None
    done: Done | None  # nothing where another looks for them

    @property
    def begins(self) -> date | None:
        return self.cohort.starts_on if self.cohort else None

    @property
    def due(self) -> date | None:
        return self.cohort.ends_on if self.cohort else None


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A cohort that the person waits for, or in which a seat is kept for them."""

    cohort: Cohort
    title: str
    until: datetime | None = None
    place: int = 0


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A course that the person has passed, with the certificate where one was issued."""

    course_id: int
    title: str
    passed_at: datetime | None
    number: str = ""
    state: str = ""
    chip: str = ""


@bp.get("/mine")
@needs(OWN_ENROLMENT)
def mine() -> ResponseReturnValue:
    return shown()


def shown(form: Form | None = None) -> ResponseReturnValue:
    """Show all of it; a form that was refused says why.

    Who acts for the person sees what they are in and wait for, not how far they are.
    """
    at, actor = now(), current_actor()
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    learning = queries.list_learning(actor.person)
    done = queries.done_of(learning) if learning and not actor.is_proxy else {}
    passed = [] if actor.is_proxy else queries.list_passed(actor.person, after=after)
    kept, waiting = seats_of(actor.person, at=at)
    return page(
        "training/learning/mine.html",
        form=form,
        key=EmptyForm(formdata=None).form_key.data,
        learning=[line(each, done.get(each.id)) for each in learning],
        classes=list_to_come({each.cohort_id for each in learning if each.cohort_id}, at=at),
        kept=kept,
        waiting=waiting,
        passed=[passed_line(each, at=at) for each in passed[: queries.PAGE]],
        further=after is not None,
        next_id=passed[queries.PAGE - 1].enrolment.id if len(passed) > queries.PAGE else None,
        today=village_day(at),
    )


def line(enrolment: Enrolment, done: Done | None) -> Line:
    title, cohort = enrolment.of.title, enrolment.cohort
    return Line(course_id=enrolment.course_id, title=title, cohort=cohort, done=done)


def seats_of(person_id: int, *, at: datetime) -> tuple[list[Seat], list[Seat]]:
    """Return the cohorts in which a seat is kept for the person, and those waited for."""
    kept, waiting = [], []
    for each in queries.list_waits(person_id, at=at):
        until = each.wait.offered_until
        if each.wait.status is WaitStatus.WAITING:
            waiting.append(Seat(cohort=each.cohort, title=each.title, place=each.place))
        elif until is not None and until > at:
            kept.append(Seat(cohort=each.cohort, title=each.title, until=until))
    return kept, waiting


def passed_line(found: HasPassed, *, at: datetime) -> Passed:
    enrolment, paper = found.enrolment, found.certificate
    state, chip, _said = STATES[state_of(paper, today=village_day(at))] if paper else ("",) * 3
    return Passed(
        course_id=enrolment.course_id,
        title=enrolment.of.title,
        passed_at=enrolment.passed_at,
        number=paper.number if paper else "",
        state=state,
        chip=chip,
    )
