"""What was done for somebody: noted with the deed, told, disputed, answered."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.notices.models import Notice
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
    refuse_if(rules.why_not_answer(act, by=by.id, proxy=act.proxy))
    step = update(Act).where(Act.id == act.id, Act.answered_at.is_(None))
    values = {"answered_at": at, "answered_by": by.person, "answer": text}
    if changed(step.values(**values)) != 1:
        raise Refused(_("这一件已经答复过了"))
    record("answer_act", TABLE, act.id, by=by, at=at)
    tell_answered(act, at=at)


def send_untold(proxy_id: int, *, words: Mapping[str, str], at: datetime) -> int:
    """Send the villager one message of what was done and not told yet; return how many acts.

    `words` says for each endpoint what was done by it. They count as told once it is out.
    """
    proxy = queries.find_proxy(proxy_id)
    if proxy is None or not queries.is_reachable(proxy.person_id):
        return 0
    acts = queries.take_unsent(proxy_id)
    if not acts:
        return 0
    with speaking(proxy.person.language):
        what = rules.what_was_done(acts, words)
    notice_id = tell_acted(proxy, what, last=acts[-1], at=at)
    for each in acts:
        each.notice_id = notice_id
    return len(acts)


def note_delivered() -> int:
    """Note of the acts whose message is out that the villager was told; return how many."""
    out = Act.told_at.is_(None), Act.notice_id == Notice.id, Notice.sent_at.is_not(None)
    step = update(Act).where(*out).values(told_at=Notice.sent_at, told_how=Notice.channel)
    return changed(step.execution_options(synchronize_session=False))


def told_by_hand(proxy: Proxy, how: str, *, upto: int, by: Actor, at: datetime) -> int:
    """Note that an officer has told the villager of the acts up to this one; return how many."""
    refuse_if(why_not_tell(proxy, by=by, at=at))
    if how not in rules.BY_HAND:
        raise Refused(_("请选是怎么告诉本人的"))
    seen = [each.id for each in queries.list_to_hand(proxy) if each.id <= upto]
    mine = Act.proxy_id == proxy.id, Act.id.in_(seen), Act.told_at.is_(None)
    step = update(Act).where(*mine).values(told_at=at, told_how=how, told_by=by.person)
    if count := changed(step):
        record("tell_acts", Proxy.__tablename__, proxy.id, by=by, at=at, became=f"{how} {count}")
    return count


def why_not_tell(proxy: Proxy, *, by: Actor, at: datetime) -> str | None:
    """Say why this officer cannot say that the villager was told, or None."""
    recorded_it = by.id == proxy.recorded_by  # of all others nothing more is to be known
    waits = recorded_it and queries.is_for_another_to_tell(proxy, at=at)
    return rules.why_not_tell(by=by.id, proxy=proxy, waits_for_another=waits)


def note_act(proxy_id: int, what: str, url: str, *, fact: str = "", at: datetime) -> None:
    """Put down one thing that is being done for the villager, in the transaction that does it."""
    said = " ".join(fact.split())[: rules.LONGEST_FACT]
    where = url[: rules.LONGEST_URL]
    db.session.add(Act(proxy_id=proxy_id, what=what, url=where, fact=said, at=at))
