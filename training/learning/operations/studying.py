"""Opening, playing and reading to the end what one has enrolled in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from core.access import Actor
from core.db import db, insert_or
from core.errors import refuse_if
from training.courses.models import Lesson
from training.learning.models import Enrolment, EnrolmentStatus, Progress, ProgressEvent
from training.learning.operations.done import mark_done
from training.learning.operations.passing import pass_if_done
from training.learning.queries.studying import list_known
from training.learning.rules.lessons import is_watched, why_not_say_done, why_not_study
from training.learning.rules.progress import Kind, State, Told, fold

KEPT = timedelta(days=60)


def lock(enrolment: Enrolment) -> None:
    """Let all that one learner does in a course happen one after the other, as it stands then.

    Without it two last lessons, done at the same moment, would each miss that the other is done.
    """
    mine = select(Enrolment.id).where(Enrolment.id == enrolment.id)
    db.session.execute(mine.with_for_update(key_share=True))
    db.session.refresh(enrolment)


def take_in(
    enrolment: Enrolment, lesson: Lesson, told: Sequence[Told], *, by: Actor, at: datetime
) -> tuple[Progress, Sequence[str]]:
    """Take in what a phone tells of a lesson; return how it stands, and the ids that are known now.

    What was taken in before changes nothing. Raise `Refused` to who has left the course.
    """
    lock(enrolment)
    refuse_if(why_not_study(enrolment.status))
    progress = _begun(enrolment, lesson, at=at)
    known = set(list_known(enrolment.id, [each.id for each in told]))
    fresh = {each.id: each for each in told if each.id not in known}
    before = State(
        watched=progress.watched,
        position=progress.position,
        position_at=progress.position_at,
        position_of=progress.position_of,
    )
    state, taken = fold(before, fresh.values(), since=progress.opened_at, received=at)
    _note(enrolment, taken, at=at)
    progress.watched = [list(each) for each in state.watched]
    progress.credit = state.credit
    progress.position, progress.position_at = state.position, state.position_at
    progress.position_of = state.position_of
    db.session.flush()
    if any(each.kind is Kind.DONE for each in taken):
        say_done(enrolment, lesson, by=by, at=at)
    elif is_watched(lesson, progress.credit):
        complete(enrolment, lesson, by=by, at=at)
    db.session.refresh(progress)
    return progress, [*known, *(each.id for each in taken)]


def say_done(enrolment: Enrolment, lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Take the learner's own word that a lesson was read; the last one lets them pass."""
    lock(enrolment)
    refuse_if(why_not_say_done(lesson, enrolment.status))
    complete(enrolment, lesson, by=by, at=at)


def complete(enrolment: Enrolment, lesson: Lesson, *, by: Actor, at: datetime) -> None:
    """Put down that it is done; who has done all of a course without an exam is through."""
    mark_done(enrolment, lesson.key, at=at)
    if enrolment.status is EnrolmentStatus.IN:
        pass_if_done(enrolment, by=by, at=at)


def _begun(enrolment: Enrolment, lesson: Lesson, *, at: datetime) -> Progress:
    """Return the row of this lesson; the first that is heard of it begins it."""
    new = insert_or(Progress).values(
        enrolment_id=enrolment.id,
        lesson_key=lesson.key,
        opened_at=at,
        watched=[],
        credit=0,
        position=0,
        position_of="",
    )
    once = [Progress.enrolment_id, Progress.lesson_key]
    db.session.execute(new.on_conflict_do_nothing(index_elements=once))
    query = select(Progress).where(
        Progress.enrolment_id == enrolment.id, Progress.lesson_key == lesson.key
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _note(enrolment: Enrolment, taken: Sequence[Told], *, at: datetime) -> None:
    """Remember the ids, so that the same event is never taken in twice."""
    if not taken:
        return
    rows = [{"enrolment_id": enrolment.id, "event": each.id, "received_at": at} for each in taken]
    once = [ProgressEvent.enrolment_id, ProgressEvent.event]
    db.session.execute(insert_or(ProgressEvent).on_conflict_do_nothing(index_elements=once), rows)


def forget_old_events(*, at: datetime) -> None:
    """Forget ids that no phone sends again.

    If one did, nothing would change: pieces are united, an older place does not win, done is done.
    """
    db.session.execute(delete(ProgressEvent).where(ProgressEvent.received_at < at - KEPT))
