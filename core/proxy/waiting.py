"""Which acts wait to be told face to face, and which disputes for an answer."""

from collections.abc import Iterator
from datetime import datetime

from core.access import Actor
from core.house import WaitingItem
from core.proxy import queries, rules
from core.proxy.queries import Disputed
from core.words import _

SHOWN = 20  # one by one; that there are more is said in a line


def list_waiting(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield what the branches in which an office is held have to tell and to answer.

    What a branch right below has left unanswered for three days waits here, too, and at once what
    nobody there can answer.
    """
    mine = actor.branches_as()
    if not mine:
        return
    for each in queries.list_disputed(mine, at=at, by=actor.id, limit=SHOWN):
        yield _to_answer(each)
    to_tell = queries.list_to_tell(mine, limit=SHOWN + 1)
    for one in to_tell[:SHOWN]:
        yield WaitingItem(
            what=_("有 %(count)s 件代办要告诉%(name)s本人", count=one.count, name=one.name),
            since=one.since,
            due=one.since + rules.ANSWER_WITHIN,
            url=f"/desk/{one.branch_id}/proxies/{one.proxy_id}",
        )
    if len(to_tell) > SHOWN:
        rest = to_tell[SHOWN]
        yield WaitingItem(
            what=_("还有别的代办要告诉村民本人"),
            since=rest.since,
            due=rest.since + rules.ANSWER_WITHIN,
            url=f"/desk/{rest.branch_id}/proxies/",
        )


def _to_answer(each: Disputed) -> WaitingItem:
    return WaitingItem(
        what=_("%(name)s说%(helper)s代办的一件事不对", name=each.name, helper=each.by_name),
        since=each.since,
        due=each.since + rules.ANSWER_WITHIN,
        url=f"/desk/{each.branch_id}/proxies/acts/{each.act_id}",
    )
