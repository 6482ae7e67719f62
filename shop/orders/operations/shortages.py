"""What follows when a producer cannot deliver an order as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from core.access import Actor
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.words import _
from shop.cart.queries import kinds
from shop.orders.models import Answer, Order, Reduction, Shortage, ShortageLine
from shop.orders.operations.buying import give_back
from shop.orders.operations.events import tell_buyer, tell_seller
from shop.orders.operations.locking import lock
from shop.orders.operations.money import follow
from shop.orders.operations.selling import step
from shop.orders.queries.orders import find_shortage
from shop.orders.rules import steps, totals
from shop.orders.rules.words import ANSWERS


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What is missing: how many of each line, why, and from which day all would be there."""

    missing: Mapping[int, int]
    why: str
    ready_on: date | None = None


def report_shortage(order: Order, lack: Lack, *, by: Actor, at: datetime) -> Shortage:
    """Say that the order cannot be delivered as it is; the buyer has a day to choose."""
    lock(order)
    refuse_if(steps.why_not(order, "report_shortage"))
    why_not_day = steps.why_not_ready_on(order, lack.ready_on, today=village_day(at))
    refuse_if(why_not_day, field="ready_on")
    refuse_if(steps.why_not_missing(order.lines, lack.missing), field="missing")
    until = steps.silent_until(at)
    step(order, "report_shortage", by=by, at=at, due_at=until)
    shortage = Shortage(
        order_id=order.id,
        why=lack.why,
        ready_on=lack.ready_on,
        said_at=at,
        lines=[
            ShortageLine(line_id=line_id, missing=count)
            for line_id, count in lack.missing.items()
            if count
        ],
    )
    db.session.add(shortage)
    db.session.flush()
    tell_buyer(order, "short", at=at, facts={"why": lack.why})
    return shortage


def wait(order: Order, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Wait until the day that the producer named: it is the promised day from now on."""
    shortage = _open(order, seen)
    if shortage.ready_on is None:
        raise Refused(_("商家没有说哪天能有，没法等"))
    step(order, "wait", by=by, at=at, ship_by=shortage.ready_on, due_at=None, **_AGAIN)
    _answer(order, shortage, Answer.WAIT, at=at)


def take_less(order: Order, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Do without what is missing: less is due, and the hold on the stock goes down with it."""
    shortage = _open(order, seen)
    missing = {each.line_id: each.missing for each in shortage.lines}
    if not steps.can_take_less(order.lines, missing):
        raise Refused(_("一份也没有了，只能等或者取消"))
    lower = 0
    for line in order.lines:
        count = missing.get(line.id, 0)
        if count:
            fen = totals.reduced(line.fen, count)
            lower += fen
            made = {"order_id": order.id, "line_id": line.id, "count": count, "fen": fen}
            db.session.add(Reduction(**made, at=at))
    db.session.flush()
    for name, kind in sorted(kinds().items()):
        mine = {x.id: missing[x.id] for x in order.lines if x.kind == name and x.id in missing}
        if mine:
            kind.release(mine, gone=True, by=by, at=at)
    fewer = Order.reduced_fen + lower
    step(order, "take_less", by=by, at=at, reduced_fen=fewer, due_at=None, **_AGAIN)
    for line in order.lines:
        db.session.expire(line)
    _answer(order, shortage, Answer.LESS, at=at)


def give_up(order: Order, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Cancel what cannot be delivered; its stock is written off, for it was not there."""
    shortage = _open(order, seen)
    step(order, "give_up", by=by, at=at, ended_at=at, ended_why=shortage.why, due_at=None)
    _end(order, shortage, by=by, at=at)
    _answer(order, shortage, Answer.CANCEL, at=at)


def lapse(order: Order, *, by: Actor, at: datetime) -> None:
    """End an order whose buyer said nothing for a day after a shortage."""
    shortage = _open(order)
    step(order, "lapse", by=by, at=at, ended_at=at, ended_why=shortage.why, due_at=None)
    _end(order, shortage, by=by, at=at)
    _answer(order, shortage, Answer.SILENT, at=at)
    tell_buyer(order, "lapsed", at=at)


_AGAIN = {"accepted_at": None, "packed_at": None}  # the producer takes it on anew


def _open(order: Order, seen: int | None = None) -> Shortage:
    """Return what the buyer is to choose about, which is what was `seen` if that is said.

    One answer follows the other.
    """
    lock(order)
    shortage = find_shortage(order.id)
    if shortage is None:
        raise Refused(_("这一单现在没有要您选的"))
    if seen not in {None, shortage.id}:
        raise Refused(_("商家又说了新的情况，请照新的再选一次"))
    return shortage


def _end(order: Order, shortage: Shortage, *, by: Actor, at: datetime) -> None:
    """Write off what is missing, and give back the rest."""
    missing = {each.line_id: each.missing for each in shortage.lines}
    for name, kind in sorted(kinds().items()):
        mine = {x.id: missing[x.id] for x in order.lines if x.kind == name and x.id in missing}
        if mine:
            kind.release(mine, gone=True, by=by, at=at)
    give_back(order, but=missing, by=by, at=at)
    follow(order.purchase_id, by=by, at=at)


def _answer(order: Order, shortage: Shortage, answer: Answer, *, at: datetime) -> None:
    said = update(Shortage).where(Shortage.id == shortage.id, Shortage.answer.is_(None))
    db.session.execute(said.values(answer=answer, answered_at=at))
    db.session.refresh(shortage)
    if answer is Answer.SILENT:
        tell_seller(order, "unanswered", at=at)
    else:
        tell_seller(order, "answered", at=at, facts={"choice": str(ANSWERS[answer])})
