"""Telling owners, stewards and leaders how a verification goes on."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts.telling import tell
from core.branches.models import Branch
from core.db import db
from core.hooks import Place
from core.sponsorship.events import EVENTS_OF_OPEN
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries.places import find_place, leaders_of, sells


def tell_owners(
    sponsorship: Sponsorship, event: str, *, at: datetime, place: Place | None = None
) -> None:
    """Tell whoever owns the place; the notice leads to the owner's page."""
    place = place or find_place(sponsorship.kind, sponsorship.ref)
    if place is not None:
        url = f"/me/places/{sponsorship.kind}/{sponsorship.ref}"
        _tell(place.owners, sponsorship, event, place=place, url=url, at=at)


def tell_steward(sponsorship: Sponsorship, event: str, *, at: datetime) -> None:
    """Tell the steward; the notice leads to what there is to do."""
    if sponsorship.serving_id is not None:
        _tell([sponsorship.serving_id], sponsorship, event, url=desk_url(sponsorship), at=at)


def tell_leaders(sponsorship: Sponsorship, event: str, *, at: datetime) -> None:
    """Tell the secretary and the deputy of the branch."""
    leaders = leaders_of(sponsorship.branch_id, at=at)
    _tell(leaders, sponsorship, event, url=desk_url(sponsorship), at=at)


def desk_url(sponsorship: Sponsorship) -> str:
    return f"/desk/{sponsorship.branch_id}/sponsorships/{sponsorship.id}"


def _tell(
    people: Iterable[int],
    sponsorship: Sponsorship,
    event: str,
    *,
    url: str,
    at: datetime,
    place: Place | None = None,
) -> None:
    place = place or find_place(sponsorship.kind, sponsorship.ref)
    branch = db.session.get_one(Branch, sponsorship.branch_id)
    event = event if sells(sponsorship.kind) else EVENTS_OF_OPEN.get(event, event)
    facts = {"place": place.title if place else "", "branch": branch.name}
    # a verification is suspended and resumed more than once: the moment tells them apart
    about = f"{Sponsorship.__tablename__}:{sponsorship.id}:{at.isoformat()}"
    tell(people, event, about=about, url=url, facts=facts, at=at)
