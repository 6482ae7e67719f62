"""Reads of who comes to which shift, and what somebody who looks at shifts may do with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from core.accounts.models import Person
from core.branches.actors import in_office
from core.branches.models import Membership, MembershipStatus, OfficeTerm, Resident
from core.clock import village_day
from core.db import db
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import IS_LIVE, is_waited_for, list_of
from core.waitlists.rules import LEAST_AHEAD, LEAST_KEPT
from services.volunteering.models import Licence, Shift, Signup, SignupStatus, Task, Volunteer
from services.volunteering.queries.presence import list_present
from services.volunteering.rules.signups import KIND, Standing, is_at_home
from services.volunteering.rules.volunteers import age_on
from services.volunteering.rules.words import codes_of


def find_shift(shift_id: int) -> Shift | None:
    """Return the shift, also one that was cancelled, with its task."""
    query = select(Shift).where(Shift.id == shift_id).options(joinedload(Shift.task))
    return db.session.scalar(query)


def find_signup(shift_id: int, person_id: int) -> Signup | None:
    """Return the place that this person has in the shift."""
    return db.session.scalar(
        select(Signup).where(
            Signup.shift_id == shift_id,
            Signup.person_id == person_id,
            Signup.status == SignupStatus.IN,
        )
    )


def find_own(shift_id: int, person_id: int) -> Signup | None:
    """Return what this person has signed up for last in the shift, whatever became of it."""
    query = select(Signup).where(Signup.shift_id == shift_id, Signup.person_id == person_id)
    return db.session.scalar(query.order_by(Signup.id.desc()).limit(1))


def list_in(shift_id: int) -> Sequence[Signup]:
    """Return who is to come, in the order in which they signed up."""
    query = select(Signup).where(Signup.shift_id == shift_id, Signup.status == SignupStatus.IN)
    return db.session.scalars(query.options(joinedload(Signup.person)).order_by(Signup.id)).all()


def list_overlapping(shift: Shift) -> dict[int, str]:
    """Return what else who comes to this shift has signed up for at its time, by their ids."""
    there, other = aliased(Signup), aliased(Shift)
    query = (
        select(Signup.person_id, Task.title)
        .join(there, and_(there.person_id == Signup.person_id, there.shift_id == shift.id))
        .join(other, other.id == Signup.shift_id)
        .join(Task, Task.id == other.task_id)
        .where(there.status == SignupStatus.IN, Signup.status == SignupStatus.IN)
        .where(other.id != shift.id, other.cancelled_at.is_(None))
        .where(other.starts_at < shift.ends_at, other.ends_at > shift.starts_at)
        .order_by(Signup.id)
    )
    return {each.person_id: each.title for each in db.session.execute(query)}


def list_with_room(*, at: datetime) -> Sequence[int]:
    """Return the shifts to come in which a place is free and somebody waits for one."""
    query = select(Shift.id).where(
        Shift.cancelled_at.is_(None),
        Shift.starts_at >= at + LEAST_AHEAD + LEAST_KEPT,
        Shift.capacity > Shift.taken + Shift.held,
        is_waited_for(KIND, Shift.id),
    )
    return db.session.scalars(query.order_by(Shift.starts_at, Shift.id)).all()


def waits(task_id: int, person_id: int) -> bool:
    """Tell whether this person waits for a place in some shift of the task."""
    its = select(Shift.id).where(Shift.task_id == task_id)
    mine = select(Wait.id).where(Wait.kind == KIND, Wait.person_id == person_id, IS_LIVE)
    return db.session.scalar(mine.where(Wait.ref.in_(its)).limit(1)) is not None


def list_asking_for(licence: str, *, of: int, at: datetime) -> Sequence[Shift]:
    """Return the shifts to come that ask for this licence, and in which a person is or waits."""
    mine = select(Signup.shift_id).where(Signup.person_id == of, Signup.status == SignupStatus.IN)
    waited = select(Wait.ref).where(Wait.kind == KIND, Wait.person_id == of, IS_LIVE)
    query = (
        select(Shift)
        .join(Shift.task)
        .where(Task.licence == licence, Shift.cancelled_at.is_(None), Shift.starts_at > at)
        .where(or_(Shift.id.in_(mine), Shift.id.in_(waited)))
    )
    return db.session.scalars(query.order_by(Shift.id)).all()


@dataclass
class Known:
    """What is known of one person, for all the shifts that are looked at."""

    volunteer: Volunteer | None
    licences: Sequence[Licence]
    kin: Collection[int] = ()  # tasks done for them or for their household
    is_known: bool = False  # to a branch; looked up where a shift is in somebody's home
    waits: Mapping[int, tuple[Wait, int]] = field(default_factory=dict)
    waited_for: Collection[int] = ()  # shifts
    signups: Sequence[Signup] = ()
    here: Collection[int] = ()  # shifts at which they are now

    def standing(self, shift: Shift, *, at: datetime) -> Standing:
        day, own = village_day(shift.starts_at), self.volunteer
        wait, place = self.waits.get(shift.id, (None, 0))
        return Standing(
            at=at,
            age=age_on(own.born, day) if own and own.born else None,
            skills=frozenset(codes_of(own.skills) if own else ()),
            licences=frozenset(
                each.kind
                for each in self.licences
                if each.valid_until is None or each.valid_until >= day
            ),
            is_in=any(each.shift_id == shift.id for each in self.signups),
            waits=wait.status if wait else None,
            place=place,
            kept_until=wait.offered_until if wait else None,
            is_waited_for=shift.id in self.waited_for,
            overlapping=next((e.shift.task.title for e in self.signups if meets(e, shift)), ""),
            is_kin=shift.task_id in self.kin,
            is_known=self.is_known,
            is_here=shift.id in self.here,
        )


def standing_of(person_id: int, shifts: Iterable[Shift], *, at: datetime) -> dict[int, Standing]:
    """Return what is known of the person for each of these shifts, in a flat number of queries."""
    looked_at = list(shifts)
    if not looked_at:
        return {}
    signups = _signups_around(person_id, looked_at)
    known = Known(
        volunteer=db.session.get(Volunteer, person_id),
        licences=_licences(person_id),
        kin=_kin(person_id, {each.task_id for each in looked_at}),
        is_known=any(is_at_home(each.task) for each in looked_at)
        and _is_known(person_id, day=village_day(at)),
        waits={wait.ref: (wait, number) for wait, number in list_of(KIND, person_id=person_id)},
        waited_for=_waited_for([each.id for each in looked_at]),
        signups=signups,
        here={
            shift_id
            for shift_id, who in list_present(each.shift_id for each in signups)
            if who == person_id
        },
    )
    return {each.id: known.standing(each, at=at) for each in looked_at}


def meets(signup: Signup, shift: Shift) -> bool:
    """Tell whether another shift that was signed up for is at the same time."""
    other = signup.shift
    if other.id == shift.id:
        return False
    return other.starts_at < shift.ends_at and shift.starts_at < other.ends_at


def _licences(person_id: int) -> Sequence[Licence]:
    mine = select(Licence).where(Licence.person_id == person_id, Licence.removed_at.is_(None))
    return db.session.scalars(mine).all()


def _kin(person_id: int, task_ids: Collection[int]) -> set[int]:
    """Return the tasks that are done for this person, or for somebody of the same household."""
    served, own = aliased(Resident), aliased(Resident)
    query = (
        select(Task.id)
        .outerjoin(served, served.person_id == Task.served_id)
        .outerjoin(own, and_(own.household_id == served.household_id, own.person_id == person_id))
        .where(Task.id.in_(task_ids), or_(Task.served_id == person_id, own.id.is_not(None)))
    )
    return set(db.session.scalars(query))


def is_known(day: date) -> ColumnElement[bool]:
    """Return the condition that a branch knows a person: by roster, membership or office."""
    member = (Membership.person_id == Person.id, Membership.status == MembershipStatus.CONFIRMED)
    return or_(
        exists().where(Resident.person_id == Person.id).correlate(Person),
        exists().where(*member).correlate(Person),
        exists().where(OfficeTerm.person_id == Person.id, in_office(day)).correlate(Person),
    )


def _is_known(person_id: int, *, day: date) -> bool:
    query = select(Person.id).where(Person.id == person_id, is_known(day))
    return db.session.scalar(query) is not None


def _waited_for(shift_ids: Collection[int]) -> set[int]:
    query = select(Wait.ref).where(
        Wait.kind == KIND, Wait.ref.in_(shift_ids), Wait.status == WaitStatus.WAITING
    )
    return set(db.session.scalars(query.distinct()))


def _signups_around(person_id: int, shifts: Sequence[Shift]) -> Sequence[Signup]:
    """Return what the person has signed up for in the time from the first to the last of these."""
    first, last = min(s.starts_at for s in shifts), max(s.ends_at for s in shifts)
    query = (
        select(Signup)
        .join(Signup.shift)
        .join(Shift.task)
        .where(
            Signup.person_id == person_id,
            Signup.status == SignupStatus.IN,
            Shift.cancelled_at.is_(None),
            Shift.starts_at < last,
            Shift.ends_at > first,
        )
        .options(contains_eager(Signup.shift).contains_eager(Shift.task))
        .order_by(Shift.starts_at, Signup.id)
    )
    return db.session.scalars(query).all()
