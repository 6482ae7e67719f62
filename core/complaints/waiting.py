"""Which complaints wait for an answer, at the desk and at the operator's."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.access import Actor
from core.branches.rules import LEADERS
from core.complaints.models import Complaint
from core.complaints.queries import list_lying_with, list_with_operator
from core.complaints.rules import ANSWER_WITHIN
from core.house import WaitingItem
from core.words import _

SHOWN = 20  # one by one; that there are more is said in a line


def list_waiting(actor: Actor, _at: datetime) -> Iterator[WaitingItem]:
    """Yield what lies with the steward or with the branches one leads."""
    leads = actor.branches_as(*LEADERS)
    found = list_lying_with(leads, actor.person, limit=SHOWN + 1)
    url = f"/desk/{min(leads)}/complaints/" if leads else "/me/steward"
    yield from _items(found, more_at=url)


def list_operating(_actor: Actor, _at: datetime) -> Iterator[WaitingItem]:
    """Yield what has climbed to the operator."""
    yield from _items(list_with_operator(limit=SHOWN + 1), more_at="/operate/complaints/")


def _items(found: Sequence[Complaint], *, more_at: str) -> Iterator[WaitingItem]:
    for each in found[:SHOWN]:
        yield WaitingItem(
            what=_("对“%(about)s”的投诉等答复", about=each.about),
            since=each.due_at - ANSWER_WITHIN,
            due=each.due_at,
            url=f"/complaints/{each.ref}",
        )
    if len(found) > SHOWN:
        rest = found[SHOWN]
        yield WaitingItem(
            what=_("还有别的投诉在等答复"),
            since=rest.due_at - ANSWER_WITHIN,
            due=rest.due_at,
            url=more_at,
        )
