"""What was done for somebody: noted with the deed, told, disputed, answered."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import update

from core.access import SYSTEM, Actor
from core.accounts.codes import changed
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.proxy import queries, rules
from core.proxy.models import Act, Proxy
from core.proxy.telling import tell_acted, tell_answered, tell_disputed
from core.words import _, speaking

TABLE = Act.__tablename__


def dispute(act: Act, what: str, *, by: Actor, at: datetime) -> None:
    """Say that it was not right; the branch asks and answers."""
    branch_id = queries.find_desk(act.proxy)
    refuse_if(rules.why_not_dispute(act, has_branch=branch_id is not None))
    step = update(Act).where(Act.id == act.id, Act.disputed_at.is_(None))
    said = what[: rules.LONGEST_DISPUTE]
    if changed(step.values(disputed_at=at, dispute=said)) != 1:
        raise Refused(_("这一件您已经提过了"))
    record("dispute_act", TABLE, act.id, by=by, at=at)
    tell_disputed(act, at=at)


def answer(act: Act, text: str, *, by: Actor, at: datetime) -> None:
    """Say what the branch has found out; both people hear."""
    refuse_if(rules.why_not_answer(act, by=by.id, proxy_id=act.proxy.proxy_id))
    step = update(Act).where(Act.id == act.id, Act.answered_at.is_(None))
    values = {"answered_at": at, "answered_by": by.person, "answer": text}
    if changed(step.values(**values)) != 1:
        raise Refused(_("这一件已经答复过了"))
    record("answer_act", TABLE, act.id, by=by, at=at)
    tell_answered(act, at=at)


def send_untold(proxy_id: int, *, words: Mapping[str, str], at: datetime) -> int:
    """Tell the villager in one message what was done and not told yet; return how many acts.

    `words` says for each endpoint what was done by it.
    """
    proxy = queries.find_proxy(proxy_id)
    if proxy is None or not queries.is_reachable(proxy.person_id):
        return 0
    person = proxy.person
    untold = [each.id for each in queries.list_untold(proxy_id)]
    how = "mail" if person.email and person.email_confirmed_at else "sms"
    told = mark_told(proxy_id, how, untold, by=SYSTEM, at=at)
    if told:
        with speaking(person.language):
            what = rules.what_was_done([each.what for each in told], words)
        tell_acted(proxy, what, last=told[-1], at=at)
    return len(told)


def told_by_hand(proxy: Proxy, how: str, seen: Collection[int], *, by: Actor, at: datetime) -> int:
    """Note that an officer has told the villager of the acts that were shown; return how many."""
    refuse_if(rules.why_not_tell(by=by.id, proxy_id=proxy.proxy_id))
    if how not in rules.BY_HAND:
        raise Refused(_("请选是怎么告诉本人的"))
    count = len(mark_told(proxy.id, how, seen, by=by, at=at))
    if count:
        record("tell_acts", Proxy.__tablename__, proxy.id, by=by, at=at, became=f"{how} {count}")
    return count


def mark_told(
    proxy_id: int, how: str, seen: Collection[int], *, by: Actor, at: datetime
) -> list[Act]:
    """Note how the villager hears of these acts; return those that were not told before."""
    mine = Act.proxy_id == proxy_id, Act.id.in_(seen), Act.told_at.is_(None)
    step = update(Act).where(*mine).values(told_at=at, told_how=how, told_by=by.person or None)
    told = db.session.scalars(step.returning(Act)).all()
    return sorted(told, key=lambda act: act.id)


def note_act(proxy_id: int, what: str, url: str, *, at: datetime) -> None:
    """Put down one thing that is being done for the villager, in the transaction that does it."""
    db.session.add(Act(proxy_id=proxy_id, what=what, url=url[: rules.LONGEST_URL], at=at))
