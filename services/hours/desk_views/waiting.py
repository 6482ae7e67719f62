"""What of hours waits for an officer, a line for each kind and branch; and the branch's figure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.access import Actor
from core.certificates.rules import REVOKERS
from core.clock import village_day
from core.house import Figure, WaitingItem
from core.words import _
from services.hours.queries import cases, desk, ledger, proposals, requests
from services.hours.rules.words import HOUR

SHOWN = 20  # certificates by number
Counted = Sequence[tuple[int, int, datetime]]


def list_waiting(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield hours to confirm, objections, corrections, certificates and commendations."""
    held, me = actor.branches_as(), actor.person
    if not held:
        return
    waits = desk.waits_for_officer(at)
    to_confirm = cases.count_waiting(held, waits, at=at, person_id=me)
    yield from _items(to_confirm, _("%(count)s 次志愿服务等核实时长"), "confirm")
    objected = cases.count_waiting(held, desk.OBJECTED, at=at, person_id=me)
    yield from _items(objected, _("%(count)s 条对志愿时长的异议等答复"), "objections")
    corrections = desk.count_corrections(held, me, at=at)
    yield from _items(corrections, _("%(count)s 个人说时长记得不对"), "corrections")
    asked = requests.count_requests(held, me, at=at)
    yield from _items(asked, _("%(count)s 个人请支部开时长证明"), "certificates")
    yield from untrue(actor)
    proposed = proposals.count_to_answer(held, me)
    yield from _items(proposed, _("%(count)s 份表扬的建议等答复"), "commendations")


def untrue(actor: Actor) -> Iterator[WaitingItem]:
    """Yield the certificates that say hours which are void since: they are to be revoked."""
    found = requests.list_untrue(actor.branches_as(*REVOKERS), actor.person, limit=SHOWN)
    for each in found:
        yield WaitingItem(
            what=_("证明 %(number)s 里有作废的时长，请看要不要撤销", number=each.number),
            since=each.since,
            url=f"/desk/{each.branch_id}/certificates/{each.id}",
        )


def _items(counted: Counted, words: str, tab: str) -> Iterator[WaitingItem]:
    for branch_id, count, since in counted:
        yield WaitingItem(
            what=words % {"count": count},
            since=since,
            url=f"/desk/{branch_id}/hours?tab={tab}",
        )


def list_figures(branch_id: int, at: datetime) -> Iterator[Figure]:
    """Yield how many hours the branch has recorded this year."""
    today = village_day(at)
    minutes = ledger.minutes_of_branch(branch_id, today.replace(month=1, day=1), today)
    yield Figure(title=_("今年的志愿时长（小时）"), value=minutes // HOUR, of_people=False)
