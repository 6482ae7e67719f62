"""What of verifications waits at the desk, for leaders and for stewards."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from core.access import Actor
from core.branches.rules import LEADERS
from core.house import WaitingItem
from core.sponsorship.models import SponsorshipStatus
from core.sponsorship.queries.lists import Line, list_placing, list_to_do, with_places
from core.sponsorship.queries.places import kinds
from core.sponsorship.rules import WITHOUT_STEWARD
from core.words import _

SHOWN = 20  # by name; that there are more is said in a line


def list_waiting(actor: Actor, _at: datetime) -> Iterator[WaitingItem]:
    """Yield what to assign, decide and visit, and what waits to be put under a verification."""
    leads = actor.branches_as(*LEADERS)
    found = list_to_do(leads, actor.person, limit=SHOWN + 1)
    for line in with_places(found[:SHOWN]):
        yield _to_do(line, leads=line.sponsorship.branch_id in leads)
    if len(found) > SHOWN:
        rest = found[SHOWN]
        yield WaitingItem(
            what=_("还有别的核验在等着"),
            since=rest.status_at,
            url=f"/desk/{rest.branch_id}/sponsorships/",
        )
    yield from _to_put(actor)


def _to_do(line: Line, *, leads: bool) -> WaitingItem:
    one, visit = line.sponsorship, line.sponsorship.visit
    url = f"/desk/{one.branch_id}/sponsorships/{one.id}"
    if leads and one.stewardless_at is not None:
        return WaitingItem(
            what=_("%(place)s没有包联人了，请另定一位", place=line.title),
            since=one.stewardless_at,
            due=one.stewardless_at + WITHOUT_STEWARD,
            url=f"{url}/steward",
        )
    if one.status is SponsorshipStatus.ASKED:
        what = _("%(place)s请支部来核验", place=line.title)
        return WaitingItem(what=what, since=one.asked_at, url=url)
    if visit is not None and visit.handed_in_at is not None:
        what = _("%(place)s的走访表交上来了，请决定", place=line.title)
        return WaitingItem(what=what, since=visit.handed_in_at, url=f"{url}/decide")
    what = _("去走访%(place)s", place=line.title)
    return WaitingItem(what=what, since=one.status_at, url=f"{url}/visit")


def _to_put(actor: Actor) -> Iterator[WaitingItem]:
    """Yield a line for each place with goods that wait for its steward."""
    mine: dict[str, dict[int, Line]] = defaultdict(dict)
    for line in with_places(list_placing(actor.person)):
        mine[line.sponsorship.kind][line.sponsorship.ref] = line
    hooks = kinds()
    for kind, lines in mine.items():
        waiting = hooks[kind].waiting(lines) if kind in hooks else {}
        for ref, (count, since) in sorted(waiting.items(), key=lambda each: each[1][1]):
            one = lines[ref].sponsorship
            what = _("%(place)s有 %(count)s 样等您放上来", place=lines[ref].title, count=count)
            yield WaitingItem(
                what=what, since=since, url=f"/desk/{one.branch_id}/sponsorships/{one.id}"
            )
