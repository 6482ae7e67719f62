"""Which requests wait for an answer, and what the desk counts of help."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.access import Actor
from core.branches.rules import public_name
from core.house import Figure, WaitingItem
from core.words import _
from services.help.operations.events import desk_of
from services.help.queries.requests import (
    Tab,
    count_at_desk,
    count_done,
    list_to_tell,
    list_unanswered,
)
from services.help.rules.requests import due_of
from services.help.rules.words import KINDS

SHOWN = 20  # one by one; that there are more is said in a line
MONTH = timedelta(days=30)


def list_waiting(actor: Actor, _at: datetime) -> Iterator[WaitingItem]:
    """Yield the requests without an answer, and the answers that have to be told face to face.

    Each request is to have its answer on the evening of its day.
    """
    yield from without_answer(actor)
    yield from to_tell(actor)


def to_tell(actor: Actor) -> Iterator[WaitingItem]:
    """Yield the answers that an officer tells by phone or face to face, until it is put down."""
    branch_ids = actor.branches_as()
    found = list_to_tell(branch_ids, limit=SHOWN + 1) if branch_ids else []
    for each in found[:SHOWN]:
        name = public_name(each.person.name)
        what = KINDS[each.kind].title
        yield WaitingItem(
            what=_("%(name)s收不到消息，要打电话或上门告诉：%(what)s", name=name, what=what),
            since=each.ended_at or each.asked_at,
            url=desk_of(each),
        )
    if len(found) > SHOWN:
        rest = found[SHOWN]
        yield WaitingItem(
            what=_("还有求助的答复要告诉本人"),
            since=rest.ended_at or rest.asked_at,
            url=f"/desk/{rest.branch_id}/help?tab=planned",
        )


def without_answer(actor: Actor) -> Iterator[WaitingItem]:
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
