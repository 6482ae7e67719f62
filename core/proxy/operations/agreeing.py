"""Who may act for whom: asked for, agreed to by a code or on paper, renewed, stopped."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update

from core.access import SYSTEM, Actor
from core.accounts import codes
from core.accounts.models import Code, CodePurpose, Person
from core.accounts.queries import find_by_address, get_person
from core.accounts.rules import masked_phone
from core.branches.models import Branch
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.proxy import queries, rules
from core.proxy.models import How, Proxy, Scope
from core.proxy.telling import tell_began, tell_stopped
from core.storage.operations import Laid, keep
from core.words import _, speaking

TABLE = Proxy.__tablename__


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to be allowed to do, and until when (that day still counts)."""

    scopes: frozenset[Scope]
    until: date


def ask(phone: str, wish: Wish, *, by: Actor, at: datetime) -> Code:
    """Send a code to this number, if it is that of somebody here; nobody can tell from the answer.

    Whoever tells it to `by` agrees. What was asked of this number before is worth nothing now.
    """
    me = get_person(by.person)
    refuse_if(rules.why_not_ask(own=phone == me.phone), field="phone")
    refuse_if(rules.why_not_scopes(wish.scopes), field="scopes")
    refuse_if(rules.why_not_days((wish.until - village_day(at)).days), field="days")
    person = find_by_address(phone)
    good = person is not None and _is_reached_at(person, phone)
    _forget_asked(phone, by=by, at=at)
    language = person.language if person is not None else "zh"
    with speaking(language):
        what = rules.named(wish.scopes)
    code = codes.make_code(
        CodePurpose.PROXY,
        address=phone,
        person_id=person.id if person is not None and good else None,
        facts={
            "helper": str(by.person),
            "who": f"{me.name}（{masked_phone(me.phone)}）" if me.phone else me.name,
            "what": what,
            "scopes": rules.written(wish.scopes),
            "until": wish.until.isoformat(),
        },
        language=language,
        good=good,
        at=at,
    )
    if not good:
        code.due_at = None
    return code


def is_mine(code: Code, *, by: Actor) -> bool:
    """Tell whether this code was asked for by this person."""
    return (code.facts or {}).get("helper") == str(by.person)


def agree_by_code(code: Code, *, by: Actor, at: datetime) -> Proxy:
    """Let it begin: whoever asked has shown the code that only the villager got."""
    if not is_mine(code, by=by):
        raise Refused(_("验证码不对，或已过期、试得太多次。可以再要一个"), field="code")
    codes.use(code, at=at)
    person = db.session.get(Person, code.person_id) if code.person_id else None
    if person is None or not _is_reached_at(person, code.address or ""):
        raise Refused(_("这个号码现在不能用，请到支部办公室办"))
    facts = code.facts or {}
    values = {
        "ref": secrets.token_urlsafe(16),
        "person_id": person.id,
        "proxy_id": by.person,
        "scopes": facts["scopes"],
        "how": How.CODE,
        "until": date.fromisoformat(facts["until"]),
        "asked_at": code.made_at,
        "consented_at": at,
    }
    _make_room(person.id, by.person, by=by, at=at)
    new = insert_or(Proxy).values(values).on_conflict_do_nothing().returning(Proxy.id)
    proxy_id = db.session.scalar(new)
    if proxy_id is None:  # another code of the same two people was shown at the same moment
        raise Refused(_("刚刚已经同意过一次了，请刷新看看"))
    proxy = db.session.get_one(Proxy, proxy_id)
    _begun(proxy, by=by, at=at)
    return proxy


def put_down(
    branch: Branch, person: Person, helper: Person, wish: Wish, *, by: Actor, at: datetime
) -> Proxy:
    """Put down what is about to be signed on paper; it counts once the paper is seen."""
    is_family = queries.is_family(by.id, helper.id)
    if wrong := rules.why_not_record(person.id, helper.id, by=by.id, is_family=is_family):
        raise Refused(wrong[1], field=wrong[0])
    refuse_if(rules.why_not_scopes(wish.scopes), field="scopes")
    refuse_if(rules.why_not_until(wish.until, today=village_day(at)), field="until")
    if not helper.can_sign_in:
        raise Refused(_("代办人还没有能登录的账号"), field="helper")
    proxy = Proxy(
        ref=secrets.token_urlsafe(16),
        person_id=person.id,
        proxy_id=helper.id,
        scopes=rules.written(wish.scopes),
        how=How.PAPER,
        until=wish.until,
        asked_at=at,
        branch_id=branch.id,
        recorded_by=by.person,
    )
    db.session.add(proxy)
    db.session.flush()
    record("put_down_proxy", TABLE, proxy.id, by=by, at=at, became=_said(proxy))
    return proxy


def owner_of_paper(proxy: Proxy, *, by: Actor) -> Actor:
    """Return in whose name the picture of the paper is kept: it is the villager's own."""
    return replace(by, person=proxy.person_id)


def sign(proxy: Proxy, laid: Laid, *, by: Actor, at: datetime) -> None:
    """Let it begin: an officer has seen the signature, and here is its picture."""
    today = village_day(at)
    is_family = queries.is_family(by.id, proxy.proxy_id)
    refuse_if(rules.why_not_sign(proxy, by=by.id, is_family=is_family, today=today))
    _make_room(proxy.person_id, proxy.proxy_id, by=by, at=at)
    mine = select(Proxy.id).where(Proxy.id == proxy.id).with_for_update()
    db.session.execute(mine)
    paper = keep(laid, is_public=False, by=owner_of_paper(proxy, by=by), at=at)
    step = update(Proxy).where(
        Proxy.id == proxy.id, Proxy.consented_at.is_(None), Proxy.stopped_at.is_(None)
    )
    if codes.changed(step.values(consented_at=at, paper_id=paper.id)) != 1:
        raise Refused(_("签字的照片已经交过了"))
    db.session.refresh(proxy)
    _begun(proxy, by=by, at=at)


def stop(proxy: Proxy, why: str, *, by: Actor, at: datetime) -> None:
    """End it now, in the middle of whatever goes on; `why` is a code of `rules.STOPS`.

    `by` has no id where the villager has opened the page by its address.
    """
    refuse_if(rules.why_not_stop(proxy, today=village_day(at)))
    if not _stop(proxy.id, why, by=by, at=at):
        raise Refused(_("已经停了"))
    db.session.refresh(proxy)
    if proxy.consented_at:
        tell_stopped(proxy, by=by, at=at)


def stop_all_of(person_id: int, *, at: datetime) -> None:
    """End all that somebody lets others do or does for others, whose account is closed."""
    by = replace(SYSTEM, person=person_id)
    for proxy_id in queries.list_unstopped_of(person_id):
        _stop(proxy_id, "closed", by=by, at=at)
        if (proxy := queries.find_proxy(proxy_id)) is not None:
            tell_stopped(proxy, by=by, at=at)


def note_start(proxy: Proxy, *, by: Actor, at: datetime) -> None:
    """Note that somebody begins to act for the other in this session; the guard asks each time."""
    record("start_acting", TABLE, proxy.id, by=replace(by, person=proxy.person_id), at=at)


def _is_reached_at(person: Person, phone: str) -> bool:
    """Tell whether this is a number that the person has shown to be their own."""
    there = person.closed_at is None and person.disabled_at is None
    return there and person.phone == phone and person.phone_confirmed_at is not None


def _forget_asked(phone: str, *, by: Actor, at: datetime) -> None:
    open_codes = select(Code).where(
        Code.purpose == CodePurpose.PROXY, Code.address == phone, Code.used_at.is_(None)
    )
    for code in db.session.scalars(open_codes).all():
        if is_mine(code, by=by):
            code.used_at = at


def _make_room(person_id: int, proxy: int, *, by: Actor, at: datetime) -> None:
    """Stop what stands between these two: a renewal takes its place."""
    for proxy_id in queries.list_standing(person_id, proxy):
        _stop(proxy_id, "renewed", by=by, at=at)


def _stop(proxy_id: int, why: str, *, by: Actor, at: datetime) -> bool:
    """End it; what is being done for the villager at this moment is waited for, and counts."""
    db.session.execute(select(Proxy.id).where(Proxy.id == proxy_id).with_for_update())
    last = queries.newest_act_at(proxy_id)
    step = update(Proxy).where(Proxy.id == proxy_id, Proxy.stopped_at.is_(None))
    values = {
        "stopped_at": max(at, last) if last else at,
        "stopped_by": by.id or None,
        "stop_why": why,
    }
    if codes.changed(step.values(**values)) != 1:
        return False
    record("stop_proxy", TABLE, proxy_id, by=by, at=at, became=why)
    return True


def _begun(proxy: Proxy, *, by: Actor, at: datetime) -> None:
    record("begin_proxy", TABLE, proxy.id, by=by, at=at, became=_said(proxy))
    tell_began(proxy, at=at)


def _said(proxy: Proxy) -> str:
    return f"{proxy.how.value} {proxy.scopes} {proxy.until.isoformat()}"
