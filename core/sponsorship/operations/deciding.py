"""Deciding on a visit, and what may become of a verification later."""

from datetime import date, datetime

from sqlalchemy import select, update

from core.access import SYSTEM, Actor
from core.branches.rules import LEADERS
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.sponsorship import rules
from core.sponsorship.models import Kinship, Sponsorship, SponsorshipStatus, Visitor
from core.sponsorship.operations.moving import take
from core.sponsorship.operations.people import place_or_refuse, refuse_near
from core.sponsorship.operations.visiting import begin_form, declare
from core.sponsorship.queries.places import candidates_of, facts_of, find_kind
from core.sponsorship.queries.rows import find_standing, find_visit, get_visit, list_pictures
from core.sponsorship.telling import tell_leaders, tell_owners, tell_steward
from core.storage.models import StoredFile
from core.words import _


def decide(
    sponsorship: Sponsorship,
    *,
    verified: bool,
    valid_until: date | None,
    kinship: Kinship,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Verify until the end of a day, or refuse with a reason; the leader declares kinship too.

    A verification that stood before ends now, and all listings go over to this one.
    """
    if sponsorship.branch_id not in by.branches_as(*LEADERS):
        raise Refused(_("由书记或副书记决定"))
    refuse_near(by.person, sponsorship)
    refuse_if(rules.why_not_declared(kinship), field="kinship")
    if verified:
        _verify(sponsorship, valid_until=valid_until, kinship=kinship, by=by, at=at)
        return
    if not reason:
        raise Refused(_("请写明原因，经营者要看"), field="reason")
    take(sponsorship, "refuse", by=by, at=at, reason=reason)
    _note_decision(sponsorship, kinship, by=by, at=at)
    tell_owners(sponsorship, "sponsorship.refused", at=at)


def _verify(
    sponsorship: Sponsorship,
    *,
    valid_until: date | None,
    kinship: Kinship,
    by: Actor,
    at: datetime,
) -> None:
    visit, today = find_visit(sponsorship.id), village_day(at)
    if visit is None or visit.handed_in_at is None or visit.day is None:
        raise Refused(_("走访表还没有交，先不能核验"))
    rules.SPONSORSHIP.after(sponsorship.status, "verify")  # before the old one ends for it
    if valid_until is None:
        raise Refused(_("请选有效期"), field="valid_until")
    reason = rules.why_not_until(valid_until, visited=visit.day, today=today)
    refuse_if(reason, field="valid_until")
    _refuse_bound(sponsorship, at=at)
    went = select(Visitor.person_id).where(Visitor.visit_id == visit.id)
    for person_id in db.session.scalars(went).all():
        refuse_near(person_id, sponsorship)
    old = find_standing(sponsorship.kind, sponsorship.ref)
    if old is not None:
        take(old, "end", by=by, at=at, reason=rules.REPLACED)
    sponsorship.valid_from, sponsorship.valid_until = today, valid_until
    sponsorship.decided_by, sponsorship.decided_at = by.person, at
    take(sponsorship, "verify", by=by, at=at)
    _note_decision(sponsorship, kinship, by=by, at=at)
    hook = find_kind(sponsorship.kind)
    if old is not None and hook is not None:
        hook.carry_over(sponsorship.ref, old=old.id, new=sponsorship.id, at=at)
    shown = [each.file_id for each in list_pictures(visit.id)]
    db.session.execute(update(StoredFile).where(StoredFile.id.in_(shown)).values(is_public=True))
    tell_owners(sponsorship, "sponsorship.verified", at=at)
    tell_steward(sponsorship, "sponsorship.yours", at=at)


def _refuse_bound(sponsorship: Sponsorship, *, at: datetime) -> None:
    """Refuse when the branch has meanwhile become one that may not verify this place."""
    place = place_or_refuse(sponsorship)
    here = candidates_of([sponsorship.branch], at=at)[0]
    refuse_if(rules.why_not_verify(here, **facts_of(place)))


def _note_decision(sponsorship: Sponsorship, kinship: Kinship, *, by: Actor, at: datetime) -> None:
    """Put down who decided; what was refused without a visit has an empty form to carry it."""
    sponsorship.decided_by, sponsorship.decided_at = by.person, at
    begin_form(sponsorship, at=at)
    visit = get_visit(sponsorship.id)
    declare(visit, sponsorship, kinship, decided=True, by=by, at=at)


def suspend(sponsorship: Sponsorship, *, reason: str, by: Actor, at: datetime) -> None:
    """Let it rest for a time: what is offered there is hidden at once."""
    _refuse_blank(reason)
    take(sponsorship, "suspend", by=by, at=at, reason=reason)
    tell_owners(sponsorship, "sponsorship.suspended", at=at)
    tell_steward(sponsorship, "sponsorship.suspended", at=at)


def resume(sponsorship: Sponsorship, *, by: Actor, at: datetime) -> None:
    """Let it go on; what stood under it is shown again. Nobody does so for their own."""
    refuse_near(by.person, sponsorship)
    refuse_if(
        rules.why_not_resume(
            sponsorship.valid_until,
            has_steward=sponsorship.stewardless_at is None,
            today=village_day(at),
        )
    )
    take(sponsorship, "resume", by=by, at=at)
    tell_owners(sponsorship, "sponsorship.resumed", at=at)


def end(sponsorship: Sponsorship, *, reason: str, by: Actor, at: datetime) -> None:
    """End it for good; another has to be asked for."""
    _refuse_blank(reason)
    take(sponsorship, "end", by=by, at=at, reason=reason)
    tell_owners(sponsorship, "sponsorship.ended", at=at)
    tell_steward(sponsorship, "sponsorship.ended", at=at)


def lapse(sponsorship: Sponsorship, *, at: datetime) -> bool:
    """Note that its last day is over; return whether it was this call that did."""
    over = sponsorship.valid_until is not None and sponsorship.valid_until < village_day(at)
    if sponsorship.status is not SponsorshipStatus.ACTIVE or not over:
        return False
    take(sponsorship, "lapse", by=SYSTEM, at=at)
    tell_owners(sponsorship, "sponsorship.lapsed", at=at)
    return True


def suspend_stewardless(sponsorship: Sponsorship, *, at: datetime) -> bool:
    """Suspend what has been without a steward for fourteen days; return whether it was done."""
    overdue = rules.is_overdue(sponsorship.stewardless_at, at=at)
    if sponsorship.status is not SponsorshipStatus.ACTIVE or not overdue:
        return False
    take(sponsorship, "suspend", by=SYSTEM, at=at, reason=rules.LEFT_ALONE)
    tell_owners(sponsorship, "sponsorship.suspended", at=at)
    tell_leaders(sponsorship, "sponsorship.suspended", at=at)
    return True


def _refuse_blank(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("请写明原因，经营者要看"), field="reason")
