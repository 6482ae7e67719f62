"""What of branches waits for an officer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from core.access import Actor
from core.branches import queries, rules
from core.branches.models import Membership, OfficeTerm
from core.branches.queries.offices import list_children_ending
from core.clock import day_starts, village_day
from core.house import Figure, WaitingItem
from core.words import _

ANSWER_WITHIN = timedelta(days=7)
SHOWN = 20  # requests by name; how many more there are is said in a line


def list_waiting(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield requests to answer and offices that end soon, for the branches one leads."""
    leads = actor.branches_as(*rules.LEADERS)
    asking_here = queries.list_asking(leads, by=actor, limit=SHOWN + 1)
    for asking in asking_here[:SHOWN]:
        yield WaitingItem(
            what=_(
                "%(name)s申请加入%(branch)s", name=asking.person.name, branch=asking.branch.name
            ),
            since=asking.asked_at,
            due=asking.asked_at + ANSWER_WITHIN,
            url=f"/desk/{asking.branch_id}/memberships/{asking.id}",
        )
    if len(asking_here) > SHOWN:
        yield from _more_asking(leads, actor, asking_here)
    soon = village_day(at) + rules.ENDING_SOON
    if leads:
        for term in queries.list_ending(leads, until=soon):
            yield _ending(term, at=at)
    secretary_in = actor.branches_as("secretary")
    if secretary_in:
        for term in list_children_ending(secretary_in, until=soon):
            if term.branch_id not in leads:
                yield _ending(term, at=at)


def _more_asking(
    leads: set[int], actor: Actor, asking: Sequence[Membership]
) -> Iterator[WaitingItem]:
    """Yield a line for each branch whose other requests are not named one by one."""
    shown = Counter(each.branch_id for each in asking[:SHOWN])
    since = asking[SHOWN].asked_at
    for branch_id, count in queries.count_asking(leads, by=actor).items():
        if more := count - shown[branch_id]:
            yield WaitingItem(
                what=_("还有 %(count)s 件入支部的申请", count=more),
                since=since,
                due=since + ANSWER_WITHIN,
                # the requests of other branches have no list of their own here
                url=f"/desk/{branch_id}/members" if branch_id in leads else "/desk/",
            )


def _ending(term: OfficeTerm, *, at: datetime) -> WaitingItem:
    until = term.until or village_day(at)
    words = {
        "branch": term.branch.name,
        "role": str(rules.ROLES[term.role]),
        "month": str(until.month),
        "day": str(until.day),
    }
    return WaitingItem(
        what=_("%(branch)s%(role)s任期到 %(month)s月%(day)s日", **words),
        since=day_starts(until - rules.ENDING_SOON),
        due=day_starts(until + timedelta(days=1)),
        url=f"/desk/{term.branch_id}/offices",
    )


def list_figures(branch_id: int, _at: datetime) -> Iterator[Figure]:
    """Yield how many members and villagers the branch has."""
    counts = queries.counts_of(branch_id)
    yield Figure(title=_("党员"), value=counts.members)
    yield Figure(title=_("村民"), value=counts.residents)
