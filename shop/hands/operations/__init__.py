"""Calling for hands, and what an officer records of a household's hardship."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.telling import tell
from core.branches.models import Branch
from core.clock import village_day
from core.db import after_commit, db
from core.errors import Refused, refuse_if
from core.history.operations import record as note
from core.house import HOUSE
from core.money import Money
from core.sponsorship.queries import housemates_of
from core.words import _
from shop.hands import queries, rules
from shop.hands.models import Hardship, HardshipKind, Wanted
from shop.producers.models import Producer

CALLS, HARDSHIPS = Wanted.__tablename__, Hardship.__tablename__


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a producer calls for; `per` is `hour` or `day`, empty without a wage."""

    title: str
    words: str
    place: str
    starts_at: datetime
    ends_at: datetime
    hands: int
    wage: Money | None = None
    per: str = ""


def call(producer: Producer, wanted: Call, *, by: Actor, at: datetime) -> Wanted:
    """Call for hands on one day."""
    lock(producer)
    if wrong := rules.why_not_when(wanted.starts_at, wanted.ends_at, at=at):
        raise Refused(wrong[1], field=wrong[0])
    if wanted.wage is not None:
        refuse_if(rules.why_not_wage(wanted.wage), field="wage")
    refuse_if(rules.why_not_another(queries.count_open(producer.id, at=at)))
    values = asdict(wanted)
    values.pop("wage")
    made = Wanted(
        producer_id=producer.id,
        wage_fen=wanted.wage.fen if wanted.wage else None,
        asked_at=at,
        **values,
    )
    db.session.add(made)
    db.session.flush()
    note("call_for_hands", CALLS, made.id, by=by, at=at, became=str(made.hands))
    return made


def close(wanted: Wanted, *, by: Actor, at: datetime) -> None:
    """Take a call back; refused once somebody is to come."""
    db.session.refresh(wanted, with_for_update=True)
    refuse_if(
        rules.why_not_close(
            filled=wanted.filled,
            is_closed=wanted.closed_at is not None,
            starts=wanted.starts_at,
            at=at,
        )
    )
    wanted.closed_at = at
    note("take_back_call", CALLS, wanted.id, by=by, at=at)
    recall()


@dataclass(frozen=True, kw_only=True)
class Found:
    """What an officer has found of a household, and for how long it counts."""

    kind: HardshipKind
    words: str
    since: date
    until: date


def household_meant(branch: Branch, text: str) -> Producer:
    """Return the one producer of the branch's villages that a name or number stands for."""
    found = queries.find_here(branch.id, text)
    if not found:
        raise Refused(
            _("没有找到这家店：要是本支部的村里登记过的，店名、姓名写全，手机号写 11 位"),
            field="who",
        )
    if len(found) > 1:
        raise Refused(_("有 %(count)s 家，请写店名", count=len(found)), field="who")
    return found[0]


def record(
    branch: Branch, producer: Producer, found: Found, *, by: Actor, at: datetime
) -> Hardship:
    """Put down a household's hardship: its calls for those days may become volunteers' tasks."""
    lock(producer)
    refuse_if(rules.why_not_household(producer.kind), field="who")
    refuse_if(_why_not_keep(producer, by), field="who")
    today = village_day(at)
    if wrong := rules.why_not_days(found.since, found.until, today=today):
        raise Refused(wrong[1], field=wrong[0])
    live = queries.find_live(producer.id)
    if live is not None and live.until >= today:
        raise Refused(_("这一户已经登记着，先结束那一条"), field="who")
    if live is not None:
        _close(live, why=rules.RAN_OUT, by=None, at=at)
    made = Hardship(
        producer_id=producer.id,
        branch_id=branch.id,
        recorded_by=by.id,
        recorded_at=at,
        **asdict(found),
    )
    db.session.add(made)
    db.session.flush()
    note("record_hardship", HARDSHIPS, made.id, by=by, at=at)
    _tell(made, branch, "hands.recorded", at=at, until=str(made.until))
    return made


def end(hardship: Hardship, *, why: str, by: Actor, at: datetime) -> None:
    """End a hardship before its last day, or after; the household hears of it and reads why."""
    refuse_if(_why_not_keep(hardship.producer, by))
    if not why:
        raise Refused(_("请写明原因，这一户要看"), field="why")
    if not _close(hardship, why=why, by=by, at=at):
        raise Refused(_("这一条已经结束了"))
    note("end_hardship", HARDSHIPS, hardship.id, by=by, at=at)
    recall()
    _tell(hardship, hardship.branch, "hands.ended", at=at)


def recall() -> None:
    """Have the worker take back what was made of needs that are none any more, once this is kept.

    What it misses is found by the sweep; nobody can sign up for it meanwhile.
    """
    after_commit(partial(HOUSE.queue.nudge, "volunteering.recall"))


def _close(hardship: Hardship, *, why: str, by: Actor | None, at: datetime) -> int:
    step = update(Hardship).where(Hardship.id == hardship.id, Hardship.ended_at.is_(None))
    return changed(step.values(ended_at=at, ended_by=by.id if by else None, end_why=why))


def _why_not_keep(producer: Producer, by: Actor) -> str | None:
    responsible = producer.responsible_id
    return rules.why_not_keep(
        by.id, responsible_id=responsible, housemates=housemates_of([responsible])
    )


def _tell(hardship: Hardship, branch: Branch, event: str, *, at: datetime, **facts: str) -> None:
    producer = hardship.producer
    tell(
        [producer.responsible_id],
        event,
        about=f"{HARDSHIPS}:{hardship.id}",
        url=f"/sell/{producer.id}/hands",
        facts={"branch": branch.name, **facts},
        at=at,
    )


def lock(producer: Producer) -> None:
    """Let nobody else call or record for this producer meanwhile."""
    mine = select(Producer.id).where(Producer.id == producer.id, Producer.closed_at.is_(None))
    if db.session.scalar(mine.with_for_update()) is None:
        raise Refused(_("这家店已经关了"))
