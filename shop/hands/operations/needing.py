"""What the house hears of calls for hands: the source of needs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import contains_eager

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.telling import tell
from core.clock import VILLAGE, village_day
from core.db import db
from core.errors import Refused
from core.history.operations import record as note
from core.hooks import Need
from core.money import Money
from core.words import _
from shop.hands import rules
from shop.hands.models import Hardship, Wanted
from shop.hands.operations import CALLS
from shop.hands.queries import is_verified
from shop.producers.models import Producer


class WantedHands:
    """The calls of producers as needs (`core.hooks.Needs`).

    A call is a volunteer's task only where recorded hardship of the household covers its day. Paid
    work is offered to the public, so its wage is told only while a branch's verification of the
    producer stands: without a wage a need is no paid work either.
    """

    kind = rules.KIND

    def open(self, *, at: datetime, unit_ids: Iterable[int] | None = None) -> Sequence[Need]:
        """Return what still wants hands and has not begun, the soonest first, in one query."""
        query = _whole(at).where(Wanted.starts_at > at, Wanted.filled < Wanted.hands)
        if unit_ids is not None:
            query = query.where(Producer.unit_id.in_(set(unit_ids)))
        rows = db.session.execute(query.order_by(Wanted.starts_at, Wanted.id))
        return [_need(*row) for row in rows]

    def find(self, ref: int, *, at: datetime) -> Need | None:
        """Return one call, also one that has enough or has begun; None where it was taken back."""
        row = db.session.execute(_whole(at).where(Wanted.id == ref)).one_or_none()
        return _need(*row) if row else None

    def filled(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Count somebody who comes; refused where the call was taken back meanwhile."""
        open_ones = select(Producer.id).where(Producer.closed_at.is_(None))
        step = update(Wanted).where(
            Wanted.id == ref, Wanted.closed_at.is_(None), Wanted.producer_id.in_(open_ones)
        )
        if not changed(step.values(filled=Wanted.filled + 1)):
            raise Refused(_("卖家已经收回，不用人了"))
        note("hands_come", CALLS, ref, by=by, at=at)

    def freed(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Count somebody less."""
        step = update(Wanted).where(Wanted.id == ref, Wanted.filled > 0)
        if changed(step.values(filled=Wanted.filled - 1)):
            note("hands_stay_away", CALLS, ref, by=by, at=at)

    def moved(self, ref: int, shift_id: int, to: datetime, *, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Tell who answers for the farm that volunteers come at another time."""
        _tell("hands.moved", ref, shift_id, to, at=at)

    def added(self, ref: int, shift_id: int, on: datetime, *, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Tell who answers for the farm that volunteers come at one more time."""
        _tell("hands.added", ref, shift_id, on, at=at)


NEEDS = WantedHands()


def _whole(at: datetime) -> "Select[*tuple[Any, ...]]":
    """Return calls with producer, the days of live hardship, and whether it is verified."""
    return (
        select(Wanted, Hardship.since, Hardship.until, is_verified(day=village_day(at)))
        .join(Wanted.producer)
        .outerjoin(Hardship, (Hardship.producer_id == Producer.id) & Hardship.ended_at.is_(None))
        .where(Wanted.closed_at.is_(None), Producer.closed_at.is_(None))
        .options(contains_eager(Wanted.producer))
    )


def _need(wanted: Wanted, since: Any, until: Any, verified: bool) -> Need:  # noqa: FBT001
    producer = wanted.producer
    covered = rules.covers(since, until, day=village_day(wanted.starts_at))
    has_wage = verified and wanted.wage_fen is not None
    return Need(
        kind=rules.KIND,
        ref=wanted.id,
        title=wanted.title,
        words=wanted.words,
        place=wanted.place,
        unit_id=producer.unit_id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        hands=wanted.hands,
        filled=wanted.filled,
        owner_id=producer.responsible_id,
        owner=producer.name,
        url=f"/sell/{producer.id}/hands",
        why_paid=rules.why_paid(producer.kind, covered=covered),
        wage=Money(wanted.wage_fen or 0) if has_wage else None,
        per=wanted.per if has_wage else "",
    )


def _tell(event: str, ref: int, shift_id: int, starts_at: datetime, *, at: datetime) -> None:
    wanted = db.session.get(Wanted, ref)
    if wanted is None or wanted.closed_at is not None:
        return
    when = starts_at.astimezone(VILLAGE).isoformat(timespec="minutes")
    tell(
        [wanted.responsible_id],
        event,
        about=f"{CALLS}:{ref}:{shift_id}:{when}",
        url=f"/sell/{wanted.producer_id}/hands",
        facts={"title": wanted.title, "when": when},
        at=at,
    )
