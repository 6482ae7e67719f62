"""Enrolling in a course, waiting for a seat in one of its cohorts, and leaving again."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.queries import take_turns
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.waitlists import operations as waitlists
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import find_live
from core.waitlists.rules import kept_until
from core.words import _
from training.courses.models import Course, Organiser
from training.courses.queries import find_shown
from training.courses.queries.shown import Shown
from training.learning.models import Cohort, Enrolment, EnrolmentHow, EnrolmentStatus
from training.learning.operations import seats, telling
from training.learning.queries import find_passed
from training.learning.queries.standing import list_waited_of, standing_of
from training.learning.rules import standing as rules
from training.learning.rules.enrolments import ENROLMENT
from training.learning.rules.standing import KIND, InCohort, Standing, shuts_at

TABLE = Enrolment.__tablename__
Looked = tuple[Shown, Standing, InCohort | None]


def enrol(
    course_id: int,
    *,
    cohort_id: int | None = None,
    is_grown: bool,
    guardian: str = "",
    agrees: bool = False,
    by: Actor,
    at: datetime,
) -> Enrolment:
    """Enrol in what is published now, with a seat where the course is held by cohort.

    A seat that was kept is taken. Who learns is grown, fourteen at least, or a child for whom
    `guardian` agrees. Whoever left the same version before goes on where they stopped: it is the
    same enrolment again, with its progress and its attempts at the exam; of a newer version they
    begin anew.
    """
    shown, standing, here = _looked_at(course_id, cohort_id, by=by, at=at)
    refuse_if(rules.why_not_learn(standing))
    if here is None:
        refuse_if(rules.why_not_enrol(standing) or rules.why_not_choose(standing), field="cohort")
    if unsaid := rules.why_unsaid(is_grown=is_grown, guardian=guardian, agrees=agrees):
        raise Refused(unsaid[1], field=unsaid[0])
    how = _seated(standing, here, by=by, at=at) if here is not None else EnrolmentHow.TAP
    _wait_no_more(course_id, by=by, at=at)
    told = {
        "cohort_id": here.cohort.id if here is not None else None,
        "how": how,
        "guardian": guardian,
        "enrolled_by": by.id,
        "enrolled_at": at,
    }
    enrolment = _begun(shown, standing, told, by=by, at=at)
    _hold_course(course_id)
    if standing.passed is None:
        _count(course_id, 1)
    telling.tell_enrolled(enrolment, at=at)
    return enrolment


def wait(course_id: int, *, cohort_id: int | None, by: Actor, at: datetime) -> Wait:
    """Stand at the end of the line for a seat; raise `Refused` where one can be had by a tap."""
    _shown, standing, here = _looked_at(course_id, cohort_id, by=by, at=at)
    refuse_if(rules.why_not_learn(standing))
    if here is None:
        why_not = rules.why_not_choose(standing) or _("现在直接报名就行，不用排")
        raise Refused(why_not, field="cohort")
    refuse_if(rules.why_not_wait(here), field="cohort")
    _hold_course(course_id)
    return waitlists.join(KIND, here.cohort.id, person_id=by.person, at=at)


def drop(cohort_id: int, *, by: Actor, at: datetime) -> Cohort:
    """Wait no longer, or do without the seat that was kept; it goes to the next."""
    take_turns(by.person)
    cohort = seats.lock(cohort_id)
    found = find_live(KIND, cohort_id, person_id=by.person)
    if found is None:
        raise Refused(_("您没有在候补"))
    let_go(found, cohort, at=at)
    return cohort


def leave(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """Leave the course; the seat goes to who waits. What was learnt is kept for coming back."""
    take_turns(enrolment.person_id)
    cohort = seats.lock(enrolment.cohort_id) if enrolment.cohort_id is not None else None
    db.session.refresh(enrolment)
    refuse_if(rules.why_not_leave(enrolment.status))
    end(enrolment, "leave", by=by, at=at)
    if cohort is not None:
        seats.give_back(cohort)
        pass_on(cohort, at=at)


def end(enrolment: Enrolment, action: str, *, by: Actor, at: datetime) -> None:
    """Let somebody be in the course no more; who has passed it before stays one of its learners."""
    move(enrolment, ENROLMENT, action, by=by, at=at, also={"ended_at": at})
    if find_passed(enrolment.course_id, person_id=enrolment.person_id) is None:
        _count(enrolment.course_id, -1)


def lapse(wait_row: Wait, *, at: datetime) -> bool:
    """Let a seat that was kept in vain go on to the next; tell whether it was still kept."""
    cohort = seats.lock(wait_row.ref)
    db.session.refresh(wait_row)
    if not waitlists.lapse(wait_row, at=at):
        return False
    seats.let_go(cohort)
    telling.tell_of_wait("seat_lapsed", wait_row, cohort, at=at)
    pass_on(cohort, at=at)
    return True


def pass_on(cohort: Cohort, *, at: datetime) -> int:
    """Offer the free seats to who waits, in their order; return how many were offered one.

    The cohort's lock must be held. What is free too shortly before enrolling ends is everybody's;
    while the course is not on show nobody could take a seat, so none is offered.
    """
    until = kept_until(at, starts_at=shuts_at(cohort))
    offered = 0
    if find_shown(cohort.course_id, at=at) is None:
        return offered
    while until is not None and cohort.cancelled_at is None and cohort.free > 0:
        found = waitlists.offer_next(KIND, cohort.id, until=until, at=at)
        if found is None:
            break
        _refuse_unless(seats.keep(cohort))
        telling.tell_of_wait("seat_kept", found, cohort, at=at)
        offered += 1
    return offered


def let_go(wait_row: Wait, cohort: Cohort, *, at: datetime) -> None:
    """End a waiting; a seat that was kept goes to the next. The cohort's lock must be held."""
    if waitlists.leave(wait_row, at=at):
        seats.let_go(cohort)
        pass_on(cohort, at=at)


def _looked_at(course_id: int, cohort_id: int | None, *, by: Actor, at: datetime) -> Looked:
    """Lock person, organiser and cohorts in question, and return what is known of them now."""
    take_turns(by.person)
    _hold_organiser(course_id)
    shown = find_shown(course_id, at=at)
    if shown is None:
        raise Refused(_("这门课现在不能报名"))
    waited = list_waited_of(course_id, person_id=by.person)
    seats.lock_all(course_id, {*waited, cohort_id or 0})
    standing = standing_of(shown, by, at=at)
    here = standing.find(cohort_id)
    if cohort_id is not None and here is None:
        raise Refused(_("这一期取消了，或者结束了，请看看别的"), field="cohort")
    return shown, standing, here


def _hold_organiser(course_id: int) -> None:
    """Let the organiser close only before or after this; many may enrol beside each other."""
    its = select(Course.organiser_id).where(Course.id == course_id).scalar_subquery()
    db.session.execute(select(Organiser.id).where(Organiser.id == its).with_for_update(read=True))


def _hold_course(course_id: int) -> None:
    """Refuse where the course was removed meanwhile, else let nobody remove it until this is over.

    Cohorts are locked before courses, everywhere.
    """
    one = select(Course.id).where(Course.id == course_id, Course.removed_at.is_(None))
    if db.session.scalar(one.with_for_update(key_share=True)) is None:
        raise Refused(_("这门课现在不能报名"))


def _seated(standing: Standing, here: InCohort, *, by: Actor, at: datetime) -> EnrolmentHow:
    """Give somebody a seat: the one that is kept for them, or a free one."""
    refuse_if(rules.why_not_enrol(standing, here), field="cohort")
    found = find_live(KIND, here.cohort.id, person_id=by.person)
    if found is not None and found.status is WaitStatus.OFFERED:
        _refuse_unless(seats.take_kept(here.cohort, at=at))
        waitlists.take(found, at=at)
        return EnrolmentHow.WAIT
    _refuse_unless(seats.take(here.cohort, at=at))
    if found is not None:
        waitlists.come_in(found, at=at)
    return EnrolmentHow.TAP


def _wait_no_more(course_id: int, *, by: Actor, at: datetime) -> None:
    """End what the person still waits for in the course; a seat kept for them goes on."""
    for cohort_id in list_waited_of(course_id, person_id=by.person):
        found = find_live(KIND, cohort_id, person_id=by.person)
        if found is not None:
            let_go(found, db.session.get_one(Cohort, cohort_id), at=at)


def _begun(
    shown: Shown, standing: Standing, told: dict[str, Any], *, by: Actor, at: datetime
) -> Enrolment:
    """Return the enrolment that begins now, or goes on."""
    if standing.left is not None:
        also = {**told, "ended_at": None}
        also["guardian"] = told["guardian"] or standing.left.guardian  # said before, and kept
        move(standing.left, ENROLMENT, "come_back", by=by, at=at, also=also)
        return standing.left
    made = Enrolment(
        course_id=shown.course.id, version_id=shown.live.id, person_id=by.person, **told
    )
    db.session.add(made)
    db.session.flush()
    record("enrol", TABLE, made.id, by=by, at=at, became=EnrolmentStatus.IN)
    return made


def _count(course_id: int, step: int) -> None:
    """Move the number of people who are in the course or have passed it."""
    moved = update(Course).where(Course.id == course_id).values(learners=Course.learners + step)
    db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.expire(db.session.get_one(Course, course_id), ["learners"])


def _refuse_unless(taken: bool) -> None:  # noqa: FBT001
    if not taken:
        raise Refused(_("名额刚刚满了，可以排候补"), field="cohort")
