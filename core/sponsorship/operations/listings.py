"""Putting what a place offers under its verification, and taking it out, through the hook."""

from datetime import datetime

from sqlalchemy import select

from core.access import Actor
from core.branches.rules import LEADERS
from core.cache.operations import bump
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.hooks import Sponsorable
from core.sponsorship import rules
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.sponsorship.queries.places import find_kind
from core.words import _


def put_under(
    sponsorship: Sponsorship, listing: int, *, seen: datetime, by: Actor, at: datetime
) -> None:
    """Let one listing stand under the verification; that is for the steward to do.

    `seen` is when the steward was shown it; refused when it was changed after that.
    """
    hook = _hook(sponsorship)
    if by.person != sponsorship.serving_id:
        raise Refused(_("由包联人来放"))
    # held until the end, so that nothing is put under what a renewal ends meanwhile
    held = select(Sponsorship.status).where(Sponsorship.id == sponsorship.id).with_for_update()
    if db.session.scalar(held) is not SponsorshipStatus.ACTIVE:
        raise Refused(_("现在没有有效的核验，先不能放"))
    hook.put_under(sponsorship.ref, listing, sponsorship.id, seen=seen, by=by, at=at)
    _note("put_under", sponsorship, listing, by=by, at=at)


def put_all(sponsorship: Sponsorship, *, seen: datetime, by: Actor, at: datetime) -> int:
    """Let all that wait stand under the verification, all or none; return how many."""
    waiting = [
        each.ref
        for each in _hook(sponsorship).listings(sponsorship.ref)
        # what came after the steward looked waits for the next look
        if (each.sponsorship_id is None and each.since <= seen) or each.changed
    ]
    for listing in waiting:
        put_under(sponsorship, listing, seen=seen, by=by, at=at)
    return len(waiting)


def take_out(sponsorship: Sponsorship, listing: int, *, by: Actor, at: datetime) -> None:
    """Take one listing out; the steward may, and who leads the branch."""
    hook = _hook(sponsorship)
    leads = sponsorship.branch_id in by.branches_as(*LEADERS)
    if not leads and by.person != sponsorship.serving_id:
        raise Refused(_("由包联人或书记来取下"))
    if sponsorship.status not in rules.STANDING:
        raise Refused(_("现在不能这样做"))
    hook.take_out(sponsorship.ref, listing, by=by, at=at)
    _note("take_out", sponsorship, listing, by=by, at=at)


def _hook(sponsorship: Sponsorship) -> Sponsorable:
    hook = find_kind(sponsorship.kind)
    if hook is None:
        raise Refused(_("这个地方已经不在了"))
    return hook


def _note(action: str, sponsorship: Sponsorship, listing: int, *, by: Actor, at: datetime) -> None:
    table = Sponsorship.__tablename__
    record(action, table, sponsorship.id, by=by, at=at, became=f"listing {listing}")
    bump()
