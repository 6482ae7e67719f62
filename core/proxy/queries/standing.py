"""Who acts for whom, asked by the two of them and by each page of who acts."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from core.accounts.models import Person
from core.branches.models import Resident
from core.db import db
from core.notices.models import Notice
from core.proxy.models import Act, Proxy
from core.proxy.rules import Standing

PAGE = 30
ACTS = 50
CONSENTED = Proxy.consented_at.is_not(None)
NEWEST = Act.id.desc()


def find_standing(proxy_id: object, *, proxy: int) -> Standing | None:
    """Return what is known of it, in one query, if this person is who acts; asked on each page."""
    if not isinstance(proxy_id, int):
        return None
    row = db.session.execute(
        select(
            Proxy.id,
            Proxy.person_id,
            Person.name,
            Resident.unit_id,
            Proxy.scopes,
            Proxy.until,
            CONSENTED,
            Proxy.stopped_at.is_not(None),
            or_(Person.closed_at.is_not(None), Person.disabled_at.is_not(None)),
        )
        .join(Person, Person.id == Proxy.person_id)
        .outerjoin(Resident, Resident.person_id == Proxy.person_id)
        .where(Proxy.id == proxy_id, Proxy.proxy_id == proxy)
    ).one_or_none()
    return Standing(*row) if row else None


def still_stands(proxy_id: int, *, day: date) -> bool:
    """Tell, inside the open `writing()`, whether one may act; until its end nobody stops it."""
    live = select(Proxy.id).where(
        Proxy.id == proxy_id, CONSENTED, Proxy.stopped_at.is_(None), Proxy.until >= day
    )
    return db.session.scalar(live.with_for_update(read=True)) is not None


def find_proxy(proxy_id: int) -> Proxy | None:
    """Return one that was agreed to, with both people."""
    return db.session.scalar(with_people().where(Proxy.id == proxy_id, CONSENTED))


def find_by_ref(ref: str) -> Proxy | None:
    """Return the one whose page for the villager has this address."""
    return db.session.scalar(with_people().where(Proxy.ref == ref, CONSENTED))


def find_act(act_id: int) -> Act | None:
    """Return one act, with the proxy."""
    proxy = joinedload(Act.proxy)
    both = proxy.joinedload(Proxy.person), proxy.joinedload(Proxy.proxy)
    return db.session.scalar(select(Act).where(Act.id == act_id).options(*both))


def find_act_of(ref: str, act_id: int) -> Act | None:
    """Return this act of the proxy whose page has this address."""
    found = find_act(act_id)
    return found if found is not None and found.proxy.ref == ref else None


def list_for(person_id: int) -> Sequence[Proxy]:
    """Return who acts or has acted for this person, those that stand first, then the newest."""
    mine = with_people().where(Proxy.person_id == person_id, CONSENTED)
    order = Proxy.stopped_at.is_not(None), Proxy.id.desc()
    return db.session.scalars(mine.order_by(*order).limit(PAGE)).all()


def list_by(proxy: int, *, day: date, after: int | None = None) -> Sequence[Proxy]:
    """Return a page of those for whom this person may act today, one more than fits."""
    mine = with_people().where(
        Proxy.proxy_id == proxy, CONSENTED, Proxy.stopped_at.is_(None), Proxy.until >= day
    )
    if after is not None:
        mine = mine.where(Proxy.id < after)
    return db.session.scalars(mine.order_by(Proxy.id.desc()).limit(PAGE + 1)).all()


def list_standing(person_id: int, proxy: int) -> Sequence[int]:
    """Return which of these two nobody has stopped, be it over or not; one at most."""
    both = Proxy.person_id == person_id, Proxy.proxy_id == proxy
    live = select(Proxy.id).where(*both, CONSENTED, Proxy.stopped_at.is_(None))
    return db.session.scalars(live.with_for_update()).all()


def list_unstopped_of(person_id: int) -> Sequence[int]:
    """Return what this person lets others do, or does for others."""
    mine = or_(Proxy.person_id == person_id, Proxy.proxy_id == person_id)
    live = select(Proxy.id).where(mine, Proxy.stopped_at.is_(None)).order_by(Proxy.id)
    return db.session.scalars(live).all()


def list_acts(proxy_id: int, *, before: int | None = None, most: int = ACTS) -> Sequence[Act]:
    """Return a page of what was done, the newest first, one more than fits."""
    query = select(Act).where(Act.proxy_id == proxy_id).options(joinedload(Act.notice))
    if before is not None:
        query = query.where(Act.id < before)
    return db.session.scalars(query.order_by(NEWEST).limit(most + 1)).all()


def newest_act_at(proxy_id: int) -> datetime | None:
    """Return when something was last done."""
    newest = select(Act.at).where(Act.proxy_id == proxy_id)
    return db.session.scalar(newest.order_by(Act.at.desc()).limit(1))


def find_notice(person_id: int, event: str, *, about: str) -> int | None:
    """Return the notice by which this person was told of this."""
    said = Notice.about == about, Notice.event == event, Notice.person_id == person_id
    return db.session.scalar(select(Notice.id).where(*said))


def is_family(one: int, other: int) -> bool:
    """Tell whether these two live in one household, by the roster."""
    lives = select(Resident.household_id).where(Resident.person_id == one)
    together = Resident.person_id == other, Resident.household_id == lives.scalar_subquery()
    return db.session.scalar(select(Resident.person_id).where(*together)) is not None


def with_people() -> Select[Proxy]:
    both = joinedload(Proxy.person), joinedload(Proxy.proxy)
    return select(Proxy).options(*both)
