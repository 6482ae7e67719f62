"""Which requests wait for an answer, and what the desk counts of help."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.access import Actor
from core.branches.rules import public_name
from core.house import Figure, WaitingItem
from core.words import _
from services.help.operations.events import desk_of
from services.help.queries.requests import Tab, count_at_desk, count_done, list_unanswered
from services.help.rules.requests import due_of
from services.help.rules.words import KINDS

SHOWN = 20  # one by one; that there are more is said in a line
MONTH = timedelta(days=30)


def list_waiting(actor: Actor, _at: datetime) -> Iterator[WaitingItem]:
    """Yield the requests without an answer; each is to have one on the evening of its day."""
    branch_ids = actor.branches_as()
    found = list_unanswered(branch_ids, limit=SHOWN + 1) if branch_ids else []
    for each in found[:SHOWN]:
        yield WaitingItem(
            what=_(
                "%(village)s%(name)s求助：%(what)s",
                village=each.unit.name,
                name=public_name(each.person.name),
                what=KINDS[each.kind].title,
            ),
            since=each.asked_at,
            due=due_of(each.asked_at),
            url=desk_of(each),
        )
    if len(found) > SHOWN:
        following = found[SHOWN]
        yield WaitingItem(
            what=_("还有求助等答复"),
            since=following.asked_at,
            due=due_of(following.asked_at),
            url=f"/desk/{following.branch_id}/help",
        )


def list_figures(branch_id: int, at: datetime) -> Iterator[Figure]:
    """Yield how many requests are open, and how many were done within a month."""
    counts = count_at_desk(branch_id)
    yield Figure(title=_("等答复的求助"), value=counts[Tab.ASKED], of_people=False)
    done = count_done(branch_id, since=at - MONTH)
    yield Figure(title=_("三十天里办好的求助"), value=done, of_people=False)
