"""What of clinics waits for an officer: a licence that runs out, and what a clinic lacks."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.access import Actor
from core.clock import village_day
from core.house import WaitingItem
from core.words import _
from services.clinics.models import Clinic, Practitioner
from services.clinics.queries import desk
from services.clinics.rules.setting_up import SOON_OVER

SHOWN = 10  # things by name; that there are more is said in a line


def list_waiting(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield licences that soon run out, clinics nobody has verified, and those without a clerk."""
    branch_ids = actor.branches_as()
    if not branch_ids:
        return
    licences = desk.list_running_out(branch_ids, today=village_day(at), limit=SHOWN + 1)
    yield from (_licence(each) for each in licences[:SHOWN])
    unverified = desk.list_unverified(branch_ids, limit=SHOWN + 1)
    for each in unverified[:SHOWN]:
        what = _("%(clinic)s还没有核验，约不了", clinic=each.title)
        yield _of(each, what, _page(each))
    lacking = desk.list_without_contact(branch_ids, limit=SHOWN + 1)
    for each in lacking[:SHOWN]:
        what = _("%(clinic)s还没有联络员", clinic=each.title)
        yield _of(each, what, f"{_page(each)}/contact")
    yield from _more([licences, unverified, lacking])


def _licence(practitioner: Practitioner) -> WaitingItem:
    until = practitioner.licence_until
    over = desk.runs_out_at(until) if until else practitioner.seen_at
    branch_id = practitioner.branch_id
    return WaitingItem(
        what=_("%(name)s的证件快到期了，请看新的", name=practitioner.person.name),
        since=over - SOON_OVER,
        due=over,
        url=f"/desk/{branch_id}/clinics/practitioners/{practitioner.id}/renew",
    )


def _of(clinic: Clinic, what: str, url: str) -> WaitingItem:
    return WaitingItem(what=what, since=clinic.made_at, url=url)


def _page(clinic: Clinic) -> str:
    return f"/desk/{clinic.branch_id}/clinics/{clinic.id}"


def _more(found: Sequence[Sequence[Practitioner | Clinic]]) -> Iterator[WaitingItem]:
    """Yield one line where something of it was not named."""
    for rows in found:
        if len(rows) > SHOWN:
            rest = rows[SHOWN]
            since = rest.made_at if isinstance(rest, Clinic) else rest.seen_at
            yield WaitingItem(
                what=_("咨询点还有别的事等着"),
                since=since,
                url=f"/desk/{rest.branch_id}/clinics/",
            )
            return
