"""What a branch reads of the school: who of its people was trained, whose qualification lapses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from core.accounts.models import Person
from core.branches.models import Resident, Unit
from core.db import db
from core.qualifications.models import Qualification, QualificationKind
from training.courses.models import Course, Subject
from training.figures.rules import SOON, begin_of
from training.learning.models import Enrolment

PAGE = 30


@dataclass(frozen=True, kw_only=True)
class Lapsing:
    """A qualification of somebody in the branch's villages whose last day is near."""

    id: int
    name: str
    kind: QualificationKind
    until: date


def count_trained(branch_id: int, months: Sequence[date]) -> Mapping[Subject, Sequence[int]]:
    """Count who lives in the branch's villages and has passed, by subject and month.

    `months` are the first days of the months, and of the one after the last.
    """
    moments = [begin_of(each) for each in months]
    within = [
        case((and_(Enrolment.passed_at >= first, Enrolment.passed_at < last), Enrolment.person_id))
        for first, last in pairwise(moments)
    ]
    query = (
        select(Course.subject, *(func.count(each.distinct()) for each in within))
        .select_from(Enrolment)
        .join(Course, Course.id == Enrolment.course_id)
        .join(Resident, Resident.person_id == Enrolment.person_id)
        .join(Unit, Unit.id == Resident.unit_id)
        .where(Unit.branch_id == branch_id)
        .where(Enrolment.passed_at >= moments[0], Enrolment.passed_at < moments[-1])
        .group_by(Course.subject)
    )
    found = {subject: counts for subject, *counts in db.session.execute(query)}
    return {each: found[each] for each in Subject if each in found}


def list_lapsing(
    branch_id: int, *, today: date, after: int | None = None, limit: int | None = PAGE + 1
) -> Sequence[Lapsing]:
    """Return a page of what lapses within sixty days and one more, the soonest first; None: all.

    It is of people who live in the branch's villages, or was put down by the branch. Who has one
    of the same kind that lasts longer need do nothing, and is left out.
    """
    longer = aliased(Qualification)
    is_renewed = exists().where(
        longer.person_id == Qualification.person_id,
        longer.kind == Qualification.kind,
        longer.revoked_at.is_(None),
        or_(longer.valid_until.is_(None), longer.valid_until > Qualification.valid_until),
    )
    lives_here = exists().where(
        Resident.person_id == Qualification.person_id,
        Resident.unit_id == Unit.id,
        Unit.branch_id == branch_id,
    )
    query = (
        select(Qualification.id, Person.name, Qualification.kind, Qualification.valid_until)
        .join(Person, Person.id == Qualification.person_id)
        .where(Qualification.revoked_at.is_(None), ~is_renewed)
        .where(Qualification.valid_until >= today, Qualification.valid_until <= today + SOON)
        .where(or_(Qualification.branch_id == branch_id, lives_here), Person.closed_at.is_(None))
        .order_by(Qualification.valid_until, Qualification.id)
        .limit(limit)
    )
    if after is not None:
        seen = select(Qualification.valid_until).where(Qualification.id == after).scalar_subquery()
        same_day = and_(Qualification.valid_until == seen, Qualification.id > after)
        query = query.where(or_(Qualification.valid_until > seen, same_day))
    return [
        Lapsing(id=ref, name=name, kind=kind, until=until)
        for ref, name, kind, until in db.session.execute(query)
        if until is not None
    ]
