"""Giving, prolonging, ending and handing over offices."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update

from core.access import Actor
from core.accounts.models import Person
from core.accounts.telling import tell
from core.branches import rules
from core.branches.models import (
    Branch,
    MembershipStatus,
    OfficeRole,
    OfficeTerm,
)
from core.branches.operations.open_work import find_new_keepers, void_printed_codes
from core.branches.queries.members import live_membership
from core.branches.queries.offices import (
    holds_office_in,
    list_overdue,
    list_stand_ins,
    live_term,
)
from core.cache.operations import bump
from core.clock import village_day
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.words import _, speaking


def appoint(
    branch: Branch,
    person: Person,
    role: OfficeRole,
    *,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
) -> OfficeTerm:
    """Give the office from a day until the end of another; refused while somebody else has it."""
    refuse_if(_why_not_name(branch, person, role, by=by), field="who")
    today = village_day(at)
    refuse_if(rules.why_not_since(since, today=today), field="since")
    refuse_if(rules.why_not_until(until, since=since, today=today), field="until")
    end_all(list_overdue(today, branch_id=branch.id), by=by, at=at)
    if (held := live_term(branch.id, role)) is not None:
        name = held.person.name
        raise Refused(_("%(name)s正担任这个职务，请用交接或先结束", name=name), field="role")
    return _give(branch, person, role, since=since, until=until, by=by, at=at)


def stand_in(
    term: OfficeTerm, person: Person, *, since: date, until: date, by: Actor, at: datetime
) -> OfficeTerm:
    """Let somebody act for the holder of an office, for a time."""
    branch, today = term.branch, village_day(at)
    _refuse_over(term)
    if term.stands_in_for_id:
        raise Refused(_("代理人不能再找人代理"))
    if person.id == term.person_id:
        raise Refused(_("本人不能代理自己"), field="who")
    if term.role == OfficeRole.SECRETARY and person.id in {by.id, by.person}:
        raise Refused(_("不能任命自己当书记"), field="who")
    if not rules.may_stand_in(
        term.role, term.person_id, branch_id=branch.id, parent_id=branch.parent_id, by=by
    ):
        raise Refused(_("代理人由任职者本人或任命他的人指定"))
    refuse_if(_why_not_member(branch, person), field="who")
    refuse_if(rules.why_not_since(since, today=today), field="since")
    longest = rules.LONGEST_STAND_IN
    reason = rules.why_not_until(until, since=since, today=today, longest=longest)
    refuse_if(reason or rules.why_not_outlast(until, term.until), field="until")
    for other in list_stand_ins(term):
        if other.since <= until and (other.until is None or since <= other.until):
            raise Refused(_("这段时间已经有 %(name)s 代理", name=other.person.name), field="since")
    return _give(
        branch, person, term.role, since=since, until=until, by=by, at=at, stands_in_for=term
    )


def extend_term(
    term: OfficeTerm, *, until: date | None, seen: date | None, by: Actor, at: datetime
) -> None:
    """Let the term last until the end of this day; None leaves it open.

    `seen` is the last day that the editor began from; `Overtaken` when it is another by now.
    """
    _refuse_over(term)
    refuse_if(why_not_change(term, by=by))
    if until is None and term.stands_in_for_id:
        raise Refused(_("代理要有结束日期"), field="until")
    longest = rules.LONGEST_STAND_IN if term.stands_in_for_id else rules.LONGEST_TERM
    reason = rules.why_not_until(until, since=term.since, today=village_day(at), longest=longest)
    if reason is None and until is not None and term.stands_in_for_id:
        held = db.session.get_one(OfficeTerm, term.stands_in_for_id)
        reason = rules.why_not_outlast(until, held.until)
    refuse_if(reason, field="until")
    step = (
        update(OfficeTerm)
        .where(OfficeTerm.id == term.id, OfficeTerm.ended_at.is_(None))
        .where(OfficeTerm.until.is_(None) if seen is None else OfficeTerm.until == seen)
    )
    if not _hit(step.values(until=until)):
        db.session.refresh(term)
        _refuse_over(term)
        words = _("您改的时候，别人先存了一版")
        raise Overtaken(words, theirs=rules.last_day(term.until), mine=rules.last_day(until))
    was, became = (day.isoformat() if day else None for day in (seen, until))
    record("extend_term", OfficeTerm.__tablename__, term.id, by=by, at=at, was=was, became=became)


def end_term(term: OfficeTerm, *, by: Actor, at: datetime) -> None:
    """End the office now, with whoever stands in for it."""
    _refuse_over(term)
    if not (term.stands_in_for_id and by.id == term.person_id):  # a stand-in may step back
        refuse_if(why_not_change(term, by=by))
    end_all([term], by=by, at=at)


def end_overdue(*, by: Actor, at: datetime) -> int:
    """End the terms whose last day is over; return how many."""
    overdue = list_overdue(village_day(at))
    end_all(overdue, by=by, at=at)
    return len(overdue)


def end_all(terms: Iterable[OfficeTerm], *, by: Actor, at: datetime) -> None:
    """End these terms and their stand-ins, tell each officer, and leave nothing unanswered."""
    for term in terms:
        for each in (*list_stand_ins(term), term):
            if not _end(each, by=by, at=at):
                continue
            _tell(each, "branches.office_ended", at=at)
            if not holds_office_in(each.person_id, each.branch_id):
                void_printed_codes(each.person_id, at=at)
                find_new_keepers(each.branch, each.person_id, at=at)


def hand_over(
    term: OfficeTerm, *, to: Person, until: date | None, by: Actor, at: datetime
) -> OfficeTerm:
    """End the old term, begin the successor's today, and give over all that is open."""
    _refuse_over(term)
    if term.stands_in_for_id:
        raise Refused(_("代理不用交接，到期或结束即可"))
    branch, old, today = term.branch, term.person_id, village_day(at)
    if to.id == old:
        raise Refused(_("接任者和现任是同一个人"), field="who")
    refuse_if(_why_not_name(branch, to, term.role, by=by), field="who")
    refuse_if(rules.why_not_until(until, since=today, today=today), field="until")
    for acting in list_stand_ins(term):
        _end(acting, by=by, at=at)
        _tell(acting, "branches.office_ended", at=at)
    if not _end(term, by=by, at=at):
        raise Refused(_("别人刚刚改过，请刷新后再看"))
    new = OfficeTerm(branch_id=branch.id, person_id=to.id, role=term.role, since=today, until=until)
    db.session.add(new)
    db.session.flush()
    moved = 0
    if not holds_office_in(old, branch.id):  # or what is open stays with the other office
        void_printed_codes(old, at=at)
        moved = sum(hook(branch.id, old=old, new=to.id, by=by, at=at) for hook in HOUSE.hand_over)
    record(
        "hand_over",
        OfficeTerm.__tablename__,
        new.id,
        by=by,
        at=at,
        was=f"{term.role.value} {term.id} person {old}",
        became=f"{term.role.value} {new.id} person {to.id}, moved {moved}",
    )
    tell(
        [old, to.id],
        "branches.handed_over",
        about=f"{OfficeTerm.__tablename__}:{new.id}",
        url=f"/branches/{branch.id}",
        facts={"branch": branch.name, "role": _title_as_key(new), "name": _short_name(to)},
        at=at,
    )
    bump()
    return new


def _give(
    branch: Branch,
    person: Person,
    role: OfficeRole,
    *,
    since: date,
    until: date | None,
    by: Actor,
    at: datetime,
    stands_in_for: OfficeTerm | None = None,
) -> OfficeTerm:
    term = OfficeTerm(
        branch_id=branch.id,
        person_id=person.id,
        role=role,
        since=since,
        until=until,
        stands_in_for_id=stands_in_for.id if stands_in_for else None,
    )
    db.session.add(term)
    db.session.flush()
    action = "stand_in" if stands_in_for else "appoint"
    record(action, OfficeTerm.__tablename__, term.id, by=by, at=at, became=role.value)
    _tell(term, "branches.office_given", at=at)
    bump()
    return term


def _end(term: OfficeTerm, *, by: Actor, at: datetime) -> bool:
    step = (
        update(OfficeTerm)
        .where(OfficeTerm.id == term.id, OfficeTerm.ended_at.is_(None))
        .values(ended_at=at)
    )
    if not _hit(step):
        return False
    record("end_term", OfficeTerm.__tablename__, term.id, by=by, at=at, was=term.role.value)
    bump()
    return True


def _hit(step: Update) -> bool:
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount == 1


def _tell(term: OfficeTerm, event: str, *, at: datetime) -> None:
    tell(
        [term.person_id],
        event,
        about=f"{OfficeTerm.__tablename__}:{term.id}",
        url="/desk/" if event == "branches.office_given" else f"/branches/{term.branch_id}",
        facts={"branch": term.branch.name, "role": _title_as_key(term)},
        at=at,
    )


def office_title(term: OfficeTerm) -> str:
    """Return what the office is called: 代理书记 for a stand-in."""
    titles = rules.STAND_INS if term.stands_in_for_id else rules.ROLES
    return str(titles[term.role])


def _short_name(person: Person) -> str:
    """Return 王某: somebody else's inbox keeps no full name."""
    with speaking("zh"):
        return rules.public_name(person.name)


def _title_as_key(term: OfficeTerm) -> str:
    """Return the title as a notice keeps it: in Chinese, and read in the receiver's language."""
    with speaking("zh"):
        return office_title(term)


def _why_not_name(branch: Branch, person: Person, role: OfficeRole, *, by: Actor) -> str | None:
    if branch.closed_at:
        return _("这个支部已经撤销")
    reason = rules.why_not_name(
        role, person.id, branch_id=branch.id, parent_id=branch.parent_id, by=by
    )
    if reason is None and role != OfficeRole.SECRETARY:
        reason = _why_not_member(branch, person)
    return reason


def _why_not_member(branch: Branch, person: Person) -> str | None:
    """Say why the person cannot hold an office here; a secretary may come from elsewhere."""
    live = live_membership(person.id)
    if live is None or live.branch_id != branch.id or live.status != MembershipStatus.CONFIRMED:
        return _("要先是本支部确认的党员")
    return None


def why_not_change(term: OfficeTerm, *, by: Actor) -> str | None:
    """Say why this person cannot prolong or end the term, or None."""
    branch = term.branch
    facts = {"branch_id": branch.id, "parent_id": branch.parent_id, "by": by}
    if term.stands_in_for_id:
        holder = db.session.get_one(OfficeTerm, term.stands_in_for_id).person_id
        if rules.may_stand_in(term.role, holder, **facts):  # type: ignore[arg-type]
            return None
    elif rules.may_name(term.role, **facts):  # type: ignore[arg-type]
        return None
    return _("只有任命这个职务的人能改")


def _refuse_over(term: OfficeTerm) -> None:
    if term.ended_at:
        raise Refused(_("这个任期已经结束"))
