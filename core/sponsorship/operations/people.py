"""Who may go, decide, or stand by a place."""

from datetime import datetime

from core.accounts.models import Person
from core.branches.actors import find_actor
from core.errors import Refused, refuse_if
from core.hooks import Place
from core.sponsorship import rules
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries.places import find_place, housemates_of
from core.words import _


def place_or_refuse(sponsorship: Sponsorship) -> Place:
    """Return the place, or refuse: it was closed meanwhile."""
    place = find_place(sponsorship.kind, sponsorship.ref)
    if place is None:
        raise Refused(_("这个地方已经不在了"))
    return place


def refuse_near(person_id: int, sponsorship: Sponsorship, *, field: str | None = None) -> None:
    """Refuse whoever owns the place or lives in one household with an owner."""
    owners = place_or_refuse(sponsorship).owners
    reason = rules.why_not_take_part(person_id, owners=owners, housemates=housemates_of(owners))
    refuse_if(reason, field=field)


def refuse_no_hand(person: Person, sponsorship: Sponsorship, *, at: datetime) -> None:
    """Refuse a steward who has no office in the branch and is no confirmed member of it."""
    actor = find_actor(person.id, at=at)
    branch_id = sponsorship.branch_id
    belongs = actor is not None and branch_id in {actor.branch_id, *actor.branches_as()}
    if not belongs or person.closed_at or person.disabled_at:
        raise Refused(_("包联人要是本支部的班子成员或确认过的党员"), field="who")
