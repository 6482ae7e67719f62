"""Who was at a class: checked in by a code, or entered from the roll and signed by another."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete

from core.access import Actor
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from training.classes import rules
from training.classes.models import AttendedHow, ClassAttendance, SpotQuestion
from training.classes.operations import telling
from training.classes.operations.planning import lock
from training.classes.queries import roll
from training.classes.queries.classes import Attending
from training.courses.models import LessonKind
from training.learning.models import Class, ClassWay, Enrolment
from training.learning.operations.studying import complete
from training.learning.operations.studying import lock as lock_learner

TABLE = ClassAttendance.__tablename__
ONCE = [ClassAttendance.class_id, ClassAttendance.enrolment_id]
Changed = dict[str, ColumnElement[object]]


def check_in(here: Attending, how: AttendedHow, *, by: Actor, at: datetime) -> None:
    """Put down that the learner is there, by a code; it counts at once, and once.

    What was entered by hand before and nobody has signed yet is known by the code now.
    """
    held, enrolment = lock(here.held), here.enrolment
    if enrolment is not None:
        lock_learner(enrolment)
    is_in = enrolment is not None and enrolment.cohort_id == held.cohort_id
    status = enrolment.status if enrolment is not None and is_in else None
    refuse_if(rules.why_not_check_in(held, status, by=by.person, at=at))
    if enrolment is None:
        return
    refuse_if(why_not_again(here))
    new = insert_or(ClassAttendance).values(
        class_id=held.id,
        enrolment_id=enrolment.id,
        how=how,
        entered_by=by.person,
        entered_at=at,
        counted_at=at,
    )
    names = ("how", "entered_by", "entered_at", "counted_at")
    known = {name: new.excluded[name] for name in names}
    db.session.execute(new.on_conflict_do_update(index_elements=ONCE, set_=known))
    record("attend_class", Class.__tablename__, held.id, by=by, at=at, became=how.value)
    _complete(held, enrolment, by=by, at=at)


def why_not_again(here: Attending) -> str | None:
    """Say that it counts already, or None."""
    if here.enrolment is None:
        return None
    there = roll.find_there(here.held.id, here.enrolment.id)
    counts = there is not None and there.counted_at is not None
    return _("已经签到了，不用再签") if counts else None


def enter(held: Class, enrolment_ids: Collection[int], *, by: Actor, at: datetime) -> int:
    """Put down from the roll who was there; return how many. It counts once another has signed."""
    held = lock(held)
    refuse_if(rules.why_not_enter(held, at=at))
    if not enrolment_ids:
        raise Refused(_("请点至少一个人"), field="who")
    people = roll.list_seated(held, enrolment_ids)
    if len(people) != len(set(enrolment_ids)):
        raise Refused(_("名单变了，请再看一眼"), field="who")
    if any(each.person_id == by.person for each in people):
        raise Refused(_("自己不能给自己点名"), field="who")
    facts = {"class_id": held.id, "how": AttendedHow.HAND, "entered_by": by.person}
    rows = [{**facts, "enrolment_id": each.id, "entered_at": at} for each in people]
    new = insert_or(ClassAttendance).on_conflict_do_nothing(index_elements=ONCE)
    db.session.execute(new, rows)
    entered = len(rows)
    record("call_roll", Class.__tablename__, held.id, by=by, at=at, became=str(entered))
    telling.tell_to_sign(held, but=by.person, at=at)
    return entered


def strike(entry: ClassAttendance, *, by: Actor, at: datetime) -> None:
    """Take somebody off who was entered by mistake; what counts already stays."""
    held = lock(entry.held)
    enrolment_id = _take_off(held, entry)
    record("strike_off", Class.__tablename__, held.id, by=by, at=at, became=str(enrolment_id))


def decline(entry: ClassAttendance, *, by: Actor, at: datetime) -> None:
    """Say of somebody whom another has entered that they were not there; who entered it is told.

    Whoever may sign a line may decline it. What counts already stays.
    """
    held = lock(entry.held)
    refuse_if(why_not_decline(held, entry, by=by))
    enterer, name = entry.entered_by, entry.enrolment.person.name
    enrolment_id = _take_off(held, entry)
    words = {"was": f"entered by {enterer}", "became": str(enrolment_id)}
    record("decline_entry", Class.__tablename__, held.id, by=by, at=at, **words)
    once = f":{enrolment_id}:{at:%Y%m%d%H%M%S}"
    telling.tell_declined(enterer, held, once=once, name=name, at=at)


def why_not_decline(held: Class, entry: ClassAttendance, *, by: Actor) -> str | None:
    """Say why this person does not decline this line, or None."""
    people = {entry.enrolment.person_id}
    return rules.why_not_countersign(
        held, entered_by={entry.entered_by}, people=people, by=by.person
    )


def _take_off(held: Class, entry: ClassAttendance) -> int:
    """Take a line that does not count yet off the roll, and what was asked; return whose it was."""
    enrolment_id = entry.enrolment_id
    step = delete(ClassAttendance).where(
        ClassAttendance.id == entry.id, ClassAttendance.counted_at.is_(None)
    )
    if not db.session.execute(step.returning(ClassAttendance.id)).all():
        raise Refused(_("已经算上了，不能划掉"))
    asked = delete(SpotQuestion).where(SpotQuestion.class_id == held.id)
    db.session.execute(asked.where(SpotQuestion.enrolment_id == enrolment_id))
    return enrolment_id


def countersign(
    held: Class, ids: Collection[int], *, shown: Collection[int] = (), by: Actor, at: datetime
) -> int:
    """Sign what another has entered: from now on it counts. Return how many there are.

    `shown` are the keys of the lessons that the signer has read to have been shown.
    """
    held = lock(held)
    if set(shown) != set(roll.list_shown(held.id)):
        raise Refused(_("放的课改过了，请再看一眼"), field="who")
    entries = roll.list_waiting(held.id, ids)
    if not ids:
        raise Refused(_("请点至少一个人"), field="who")
    if len(entries) != len(set(ids)):
        raise Refused(_("名单变了，请再看一眼"), field="who")
    refuse_if(why_not_countersign(held, entries, by=by))
    for each in entries:
        lock_learner(each.enrolment)
        each.counted_at, each.countersigned_by = at, by.person
    db.session.flush()
    for each in entries:
        _complete(held, each.enrolment, by=by, at=at)
    became = str(len(entries))
    record("countersign_roll", Class.__tablename__, held.id, by=by, at=at, became=became)
    telling.tell_counted([each.enrolment.person_id for each in entries], held, at=at)
    return len(entries)


def why_not_countersign(
    held: Class, entries: Sequence[ClassAttendance], *, by: Actor
) -> str | None:
    """Say why these lines are not signed by this person now, or None."""
    return rules.why_not_countersign(
        held,
        entered_by={each.entered_by for each in entries} | roll.list_noters(held.id),
        people={each.enrolment.person_id for each in entries},
        by=by.person,
    ) or rules.why_not_screen(
        held,
        shown=len(roll.list_shown(held.id)),
        asked=roll.count_asked(held.id),
        present=roll.count_present(held.id),
    )


def _complete(held: Class, enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """Let what the class stands for be done: its lesson, or what was shown before the screen."""
    keys: Sequence[int] = [] if held.lesson_key is None else [held.lesson_key]
    kinds = frozenset({LessonKind.CLASS})
    if held.way is ClassWay.SCREEN:
        keys, kinds = roll.list_shown(held.id), rules.SHOWABLE
    for lesson in roll.list_completed(enrolment.version_id, keys, kinds):
        complete(enrolment, lesson, by=by, at=at)
