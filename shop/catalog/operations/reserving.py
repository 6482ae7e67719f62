"""Packs in the basket and in orders: taking them from the stock, and giving them back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update

from core.access import Actor
from core.db import db
from core.hooks import NotToBeHad, Want, Ware
from shop.catalog.models import Hold, HoldStatus, Pack, StockMove, StockReason
from shop.catalog.operations.stock import follow
from shop.catalog.queries.wares import PACK, wares

TAKEN = HoldStatus.HELD, HoldStatus.COMMITTED


class Packs:
    """The kind `pack`: a size of a product, as many as are in stock."""

    kind = PACK

    def wares(self, refs: Iterable[int], *, at: datetime) -> Mapping[int, Ware]:
        return wares(refs, at=at)

    def hold(self, wants: Sequence[Want], *, paid_later: bool, at: datetime) -> None:
        """Take all of it or raise NotToBeHad; each step is one conditional statement.

        Packs are locked in the order of their ids, products only after all packs, so that two who
        order the same things never wait for each other.
        """
        state = HoldStatus.HELD if paid_later else HoldStatus.COMMITTED
        wanted = sorted(wants, key=lambda each: each.ref)
        left = {want.ref: self._take(want) for want in wanted}
        rows = [
            {
                "pack_id": want.ref,
                "line_id": want.line_id,
                "packs": want.count,
                "state": state,
                "at": at,
            }
            for want in wanted
        ]
        db.session.execute(insert(Hold).values(rows))
        _follow([ref for ref, count in left.items() if count == 0], at=at)

    def _take(self, want: Want) -> int:
        step = (
            update(Pack)
            .where(Pack.id == want.ref, Pack.fen == want.fen, Pack.stock >= want.count)
            .where(Pack.is_on, Pack.removed_at.is_(None))
            .values(stock=Pack.stock - want.count)
            .returning(Pack.stock)
        )
        left = db.session.scalar(step, execution_options={"synchronize_session": False})
        if left is None:
            raise NotToBeHad(self.kind, want.ref)
        return int(left)

    def commit(self, line_ids: Sequence[int]) -> None:
        held = update(Hold).where(Hold.line_id.in_(line_ids), Hold.state == HoldStatus.HELD)
        db.session.execute(held.values(state=HoldStatus.COMMITTED))

    def release(
        self, counts: Mapping[int, int], *, gone: bool = False, by: Actor, at: datetime
    ) -> None:
        """Give back so many packs of each line, whole holds or a part of them.

        What is `gone` was never there to be sold again: the stock stays and its moves say why.
        """
        holds = db.session.scalars(
            select(Hold)
            .where(Hold.line_id.in_(counts), Hold.state.in_(TAKEN))
            .order_by(Hold.pack_id, Hold.line_id)
            .execution_options(populate_existing=True)
        ).all()
        refilled: list[int] = []
        for hold in holds:
            count = min(counts[hold.line_id], hold.packs)
            if count < 1 or not self._lower(hold, count):
                continue
            if gone:
                self._write_off(hold, count, by=by, at=at)
            elif self._put_back(hold, count) == count:  # there were none before
                refilled.append(hold.pack_id)
        db.session.flush()
        _follow(refilled, at=at)

    def _lower(self, hold: Hold, count: int) -> bool:
        """Lower the hold, or end it; tell whether this one came first."""
        step = update(Hold).where(Hold.id == hold.id, Hold.state == hold.state)
        if count >= hold.packs:
            step = step.where(Hold.packs == hold.packs).values(state=HoldStatus.RELEASED)
        else:
            step = step.where(Hold.packs > count).values(packs=Hold.packs - count)
        options = {"synchronize_session": False}
        done = cast("CursorResult[Any]", db.session.execute(step, execution_options=options))
        return done.rowcount == 1

    def _write_off(self, hold: Hold, count: int, *, by: Actor, at: datetime) -> None:
        move = StockMove(
            pack_id=hold.pack_id,
            delta=-count,
            reason=StockReason.UNDELIVERED,
            by=by.person or None,
            at=at,
        )
        db.session.add(move)

    def _put_back(self, hold: Hold, count: int) -> int:
        """Let the stock have them again; return how many there are now."""
        step = update(Pack).where(Pack.id == hold.pack_id).values(stock=Pack.stock + count)
        options = {"synchronize_session": False}
        return db.session.scalar(step.returning(Pack.stock), execution_options=options) or 0


def _follow(pack_ids: Sequence[int], *, at: datetime) -> None:
    """Let the products of these packs say anew what is left, in the order of their ids."""
    if not pack_ids:
        return
    query = select(Pack.product_id).where(Pack.id.in_(pack_ids)).distinct()
    for product_id in sorted(db.session.scalars(query)):
        follow(product_id, at=at)
