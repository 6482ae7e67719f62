"""Who is behind a session: the person, with the offices held today."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Exists,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from core.access import Actor, Office
from core.accounts.models import Grant, GrantKind, Person, SignIn
from core.accounts.sessions import hash_of
from core.branches.models import Branch, Membership, MembershipStatus, OfficeTerm, Resident
from core.clock import village_day
from core.db import aside, db
from core.notices.models import Notice
from core.web.guard import SignedIn

SEEN_EVERY = timedelta(minutes=5)
AWAY = timedelta(minutes=15)
NOT_SINCE = datetime(1970, 1, 1, tzinfo=UTC)  # as `confirmed_at` of who was away and is back
# Every page of somebody signed in says how many notices are new: counted in the same query.
UNREAD = (
    select(func.count())
    .where(Notice.person_id == Person.id, Notice.read_at.is_(None))
    .correlate(Person)
    .scalar_subquery()
)


def find_signed_in(token: str, *, at: datetime) -> SignedIn | None:
    """Return who this session's token stands for, or None when it has ended, idled or died."""
    asked = {"token_hash": hash_of(token), "at": at, "day": village_day(at)}
    rows = db.session.execute(_signed_in(), asked).all()
    if not rows:
        return None
    sign_in_id, confirmed_at, seen_at, idle_minutes, unread = rows[0][9:]
    if at - seen_at > timedelta(minutes=idle_minutes):
        return None
    is_back = at - seen_at > AWAY
    if at - seen_at > SEEN_EVERY:
        aside(partial(_see, sign_in_id, seen_at, at, is_back=is_back))
    return SignedIn(
        token,
        _actor(rows),
        sign_in_id=sign_in_id,
        confirmed_at=confirmed_at,
        away=is_back or confirmed_at == NOT_SINCE,
        unread=unread,
    )


def find_actor(person_id: int, *, at: datetime) -> Actor | None:
    """Return the person with the offices held today, or None for nobody."""
    one = _facts().where(Person.id == bindparam("person"))
    rows = db.session.execute(one, {"person": person_id, "day": village_day(at)}).all()
    return _actor(rows) if rows else None


@cache
def _signed_in() -> "Select[*tuple[Any, ...]]":
    """Return the query that each page of somebody signed in asks; it is written once."""
    return (
        _facts()
        .add_columns(SignIn.id, SignIn.confirmed_at, SignIn.seen_at, SignIn.idle_minutes, UNREAD)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(
            SignIn.token_hash == bindparam("token_hash"),
            SignIn.ends_at > bindparam("at", type_=SignIn.ends_at.type),
            Person.disabled_at.is_(None),
            Person.closed_at.is_(None),
        )
    )


def _granted(kind: GrantKind) -> Exists:
    return exists().where(
        Grant.person_id == Person.id, Grant.kind == kind, Grant.ended_at.is_(None)
    )


def _facts() -> "Select[*tuple[Any, ...]]":
    """Return who somebody is, in a row for each office they hold or stand in for on the `day`."""
    day = bindparam("day", type_=OfficeTerm.since.type)
    return (
        select(
            Person.id,
            Person.name,
            _granted(GrantKind.ADMIN),
            _granted(GrantKind.CLERK),
            Membership.branch_id,
            Resident.unit_id,
            Branch.id,
            Branch.path,
            OfficeTerm.role,
        )
        .outerjoin(
            Membership,
            and_(
                Membership.person_id == Person.id,
                Membership.status == MembershipStatus.CONFIRMED,
            ),
        )
        .outerjoin(Resident, Resident.person_id == Person.id)
        .outerjoin(OfficeTerm, and_(OfficeTerm.person_id == Person.id, in_office(day)))
        .outerjoin(Branch, and_(Branch.id == OfficeTerm.branch_id, Branch.closed_at.is_(None)))
    )


def _actor(rows: Sequence[Sequence[Any]]) -> Actor:
    person_id, name, is_admin, is_clerk, branch_id, unit_id = rows[0][:6]
    return Actor(
        id=person_id,
        person=person_id,
        name=name,
        offices=frozenset(Office(*row[6:9]) for row in rows if row[6] is not None),
        is_admin=bool(is_admin),
        is_clerk=bool(is_clerk),
        branch_id=branch_id,
        unit_id=unit_id,
    )


def in_office(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that an office term counts on this village day."""
    return and_(
        OfficeTerm.ended_at.is_(None),
        OfficeTerm.since <= day,
        or_(OfficeTerm.until.is_(None), OfficeTerm.until >= day),
    )


def _see(sign_in_id: int, seen_at: datetime, at: datetime, *, is_back: bool) -> None:
    """Note that somebody was here; who was away has not given the password since."""
    seen = {"seen_at": at, "confirmed_at": NOT_SINCE} if is_back else {"seen_at": at}
    still = update(SignIn).where(SignIn.id == sign_in_id, SignIn.seen_at == seen_at)
    db.session.execute(still.values(seen))
