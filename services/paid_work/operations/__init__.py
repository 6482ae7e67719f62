"""Asking for paid work, agreeing to it, and saying until the start that it comes to nothing."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import SYSTEM, Actor
from core.accounts.codes import changed
from core.accounts.queries import take_turns
from core.cache.operations import bump
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.hooks import Need, Needs
from core.house import HOUSE
from core.transition import move
from core.words import _
from services.paid_work import queries, rules
from services.paid_work.models import Deal, DealStatus, PaidWork
from services.paid_work.operations.events import tell_owner, tell_worker
from services.paid_work.rules import DEAL
from services.volunteering.queries.needs import find_need

TABLE = Deal.__tablename__


def ask(kind: str, ref: int, *, of_age: bool = False, by: Actor, at: datetime) -> Deal:
    """Ask for the work, which is the worker's consent; wage, time and place are kept with it.

    `of_age`: they say that they are sixteen, which who has told no date of birth must.
    """
    take_turns(by.person)
    need = find_need(kind, ref, at=at)
    if need is None or not rules.is_offered(need):
        raise Refused(_("主人家已经收回了，不用人了"))
    work = _row_of(need)
    asker = queries.asker_of(work.id, by.person, need)
    refuse_if(rules.why_not_ask(need, asker, by=by, at=at))
    refuse_if(rules.why_unsaid(asker, of_age=of_age))
    wage = need.wage
    deal = Deal(
        work=work,
        person_id=by.person,
        title=need.title[: rules.LONGEST["title"]],
        place=need.place[: rules.LONGEST["place"]],
        starts_at=need.starts_at,
        ends_at=need.ends_at,
        wage_fen=wage.fen if wage else 0,
        per=need.per,
        asked_at=at,
    )
    db.session.add(deal)
    db.session.flush()
    record("ask_for_work", TABLE, deal.id, by=by, at=at, became=f"{deal.wage_fen} {deal.per}")
    tell_owner(deal, "asked", by_name=by.name, at=at)
    return deal


def agree(deal: Deal, *, by: Actor, at: datetime) -> None:
    """Take somebody on, which is the owner's consent; never more than hands are wanted.

    With the last of them all others who have asked hear that there are enough.
    """
    take_turns(deal.person_id)
    work = lock(deal)
    refuse_if(rules.why_not_answer(deal.status, deal.starts_at, at=at))
    need = find_need(work.kind, work.ref, at=at)
    busy = queries.list_agreed_then(deal.person_id, deal.starts_at, deal.ends_at, but=deal.work_id)
    refuse_if(rules.why_not_agree(need, is_busy=bool(busy)))
    if need is None:  # said just before
        raise Refused(_("这次请人已经收回了"))
    free = update(PaidWork).where(PaidWork.id == work.id, PaidWork.agreed < need.hands)
    if not changed(free.values(agreed=PaidWork.agreed + 1, hands=need.hands)):
        raise Refused(_("人已经够了"))
    move(deal, DEAL, "agree", by=by, at=at, also={"agreed_at": at})
    _source(work).filled(work.ref, deal.person_id, by=by, at=at)
    bump()
    tell_worker(deal, "agreed", at=at)
    tell_owner(deal, "agreed_owner", by_name=deal.person.name, at=at)
    if need.filled + 1 >= need.hands:
        for each in queries.list_unanswered_of(work.id):
            pass_over(each, "enough", at=at)


def pass_over(deal: Deal, event: str, *, at: datetime) -> None:
    """End what nobody has answered; who asked hears of it. The work's lock must be held."""
    move(deal, DEAL, "refuse", by=SYSTEM, at=at, also={"ended_at": at, "ended_by": None})
    tell_worker(deal, event, at=at)


def run_out(deal: Deal, *, at: datetime) -> bool:
    """End what nobody has answered until the start; tell whether it was still open."""
    lock(deal)
    if deal.status is not DealStatus.ASKED or deal.starts_at > at:
        return False
    pass_over(deal, "unanswered", at=at)
    return True


def refuse(deal: Deal, *, by: Actor, at: datetime) -> None:
    """Say that somebody who asked is not taken on."""
    lock(deal)
    refuse_if(rules.why_not_answer(deal.status, deal.starts_at, at=at))
    move(deal, DEAL, "refuse", by=by, at=at, also={"ended_at": at, "ended_by": by.person})
    tell_worker(deal, "refused", at=at)


def withdraw(deal: Deal, *, by: Actor, at: datetime) -> None:
    """Say as either side, until the start, that it comes to nothing; both hear of it."""
    work = lock(deal)
    refuse_if(rules.why_not_withdraw(deal.status, deal.starts_at, at=at))
    end(deal, work, by=by, at=at)
    if by.person == deal.person_id:
        tell_owner(deal, "worker_withdrew", by_name=deal.person.name, at=at)
        tell_worker(deal, "withdrew", at=at)
    else:
        tell_worker(deal, "owner_withdrew", at=at)
        tell_owner(deal, "withdrew_owner", by_name=deal.person.name, at=at)


def end(deal: Deal, work: PaidWork, *, by: Actor, at: datetime) -> None:
    """End a live deal and free the place that was given; the lock of the work must be held."""
    was_agreed = deal.status is DealStatus.AGREED
    ended = {"ended_at": at, "ended_by": by.person or None}
    move(deal, DEAL, "withdraw", by=by, at=at, also=ended)
    if was_agreed:
        taken = update(PaidWork).where(PaidWork.id == work.id, PaidWork.agreed > 0)
        db.session.execute(taken.values(agreed=PaidWork.agreed - 1))
        _source(work).freed(work.ref, deal.person_id, by=by, at=at)
        bump()


def call_off(work: PaidWork, *, at: datetime) -> int:
    """End what was asked and agreed of a work that its owner has taken back; return how much."""
    if find_need(work.kind, work.ref, at=at) is not None:
        return 0
    _lock(work.id)
    count = 0
    for deal in queries.list_live(work.id):
        if rules.why_not_withdraw(deal.status, deal.starts_at, at=at) is None:
            end(deal, work, by=SYSTEM, at=at)
            tell_worker(deal, "called_off", at=at)
            count += 1
    return count


def lock(deal: Deal) -> PaidWork:
    """Let what is done with one work follow one after the other; read work and deal anew."""
    work = _lock(deal.work_id)
    db.session.refresh(deal)
    return work


def _lock(work_id: int) -> PaidWork:
    one = select(PaidWork).where(PaidWork.id == work_id).with_for_update(of=PaidWork)
    return db.session.scalars(one.execution_options(populate_existing=True)).one()


def _row_of(need: Need) -> PaidWork:
    """Return the row of this work, made now where nobody has asked before; it is locked."""
    values = {"kind": need.kind, "ref": need.ref, "owner_id": need.owner_id, "hands": need.hands}
    new = insert_or(PaidWork).values(values)
    db.session.execute(new.on_conflict_do_nothing(index_elements=[PaidWork.kind, PaidWork.ref]))
    row = queries.find_row(need.kind, need.ref)
    if row is None:
        raise RuntimeError("the row was made just before")
    work = _lock(row.id)
    if work.owner_id != need.owner_id:  # somebody else answers for the place by now
        work.owner_id = need.owner_id
    return work


def _source(work: PaidWork) -> Needs:
    found: Needs = next(each for each in HOUSE.needs if each.kind == work.kind)
    return found
