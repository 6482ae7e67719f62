"""Who stands by a place: named anew, handed over, gone."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import SYSTEM, Actor
from core.accounts.models import Person
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Refused
from core.history.operations import record
from core.sponsorship import rules
from core.sponsorship.models import NameConsent, Sponsorship, SponsorshipStatus
from core.sponsorship.operations.people import refuse_near, refuse_no_hand
from core.sponsorship.queries.lists import list_to_remind, serves
from core.sponsorship.queries.places import find_place, housemates_of
from core.sponsorship.queries.rows import find_visit
from core.sponsorship.telling import tell_leaders, tell_owners, tell_steward
from core.words import _

WITH_STEWARD = (SponsorshipStatus.VISITING, *rules.STANDING)


def name_steward(sponsorship: Sponsorship, steward: Person, *, by: Actor, at: datetime) -> None:
    """Let another officer or member of the branch stand by the place from now on."""
    if sponsorship.status not in WITH_STEWARD:
        raise Refused(_("现在不能这样做"))
    if steward.id == sponsorship.steward_id and sponsorship.stewardless_at is None:
        raise Refused(_("现在就是这一位"), field="who")
    refuse_near(by.person, sponsorship)
    refuse_no_hand(steward, sponsorship, at=at)
    refuse_near(steward.id, sponsorship, field="who")
    _give(sponsorship, steward.id, by=by, at=at)
    tell_owners(sponsorship, "sponsorship.steward_named", at=at)
    visit = find_visit(sponsorship.id)
    to_go = sponsorship.status is SponsorshipStatus.VISITING and not (visit and visit.handed_in_at)
    tell_steward(sponsorship, "sponsorship.visit_due" if to_go else "sponsorship.yours", at=at)


def hand_over(branch_id: int, *, old: int, new: int, by: Actor, at: datetime) -> int:
    """Give the successor the places that the old officer went with; return how many.

    The successor's own and a housemate's stay: they are without a steward until one is named.
    """
    moved = 0
    for sponsorship in _with(old, branch_id):
        place = find_place(sponsorship.kind, sponsorship.ref)
        owners = place.owners if place else frozenset()
        if rules.why_not_take_part(new, owners=owners, housemates=housemates_of(owners)):
            continue
        _give(sponsorship, new, by=by, at=at)
        tell_owners(sponsorship, "sponsorship.steward_named", at=at)
        moved += 1
    note_stewardless(branch_id, at=at)
    return moved


def _with(person_id: int, branch_id: int) -> list[Sponsorship]:
    return list(
        db.session.scalars(
            select(Sponsorship)
            .where(Sponsorship.steward_id == person_id, Sponsorship.branch_id == branch_id)
            .where(Sponsorship.status.in_(WITH_STEWARD))
            .order_by(Sponsorship.id)
        )
    )


def _give(sponsorship: Sponsorship, person_id: int, *, by: Actor, at: datetime) -> None:
    was = str(sponsorship.steward_id)
    sponsorship.steward_id, sponsorship.stewardless_at = person_id, None
    db.session.flush()
    table = Sponsorship.__tablename__
    became = str(person_id)
    record("name_steward", table, sponsorship.id, by=by, at=at, was=was, became=became)


def note_stewardless(branch_id: int | None = None, *, at: datetime) -> int:
    """Note which places have lost their steward and tell the leaders; return how many.

    Whose steward has come back meanwhile counts as before.
    """
    back = (
        update(Sponsorship)
        .where(Sponsorship.stewardless_at.is_not(None), serves(village_day(at)))
        .where(Sponsorship.status.in_(WITH_STEWARD))
        .values(stewardless_at=None)
        .execution_options(synchronize_session=False)
    )
    lost = (
        select(Sponsorship)
        .where(Sponsorship.status.in_(WITH_STEWARD))
        .where(Sponsorship.stewardless_at.is_(None), ~serves(village_day(at)))
        .order_by(Sponsorship.id)
    )
    if branch_id is not None:
        back = back.where(Sponsorship.branch_id == branch_id)
        lost = lost.where(Sponsorship.branch_id == branch_id)
    db.session.execute(back)
    count = 0
    for sponsorship in db.session.scalars(lost).all():
        sponsorship.stewardless_at = at
        db.session.flush()
        record("lose_steward", Sponsorship.__tablename__, sponsorship.id, by=SYSTEM, at=at)
        tell_leaders(sponsorship, "sponsorship.stewardless", at=at)
        count += 1
    return count


def remind(*, at: datetime) -> int:
    """Tell owners and stewards, once, that a verification soon runs out; return how many."""
    count = 0
    for sponsorship in list_to_remind(day=village_day(at)):
        sponsorship.reminded_at = at
        db.session.flush()
        tell_owners(sponsorship, "sponsorship.renew", at=at)
        tell_steward(sponsorship, "sponsorship.renew_steward", at=at)
        count += 1
    return count


def give_name(*, by: Actor, at: datetime) -> None:
    """Let the parties of an order or complaint read one's full name."""
    new = insert_or(NameConsent).values(person_id=by.person, given_at=at)
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=[NameConsent.person_id], set_={"given_at": at, "withdrawn_at": None}
        )
    )
    record("give_name", "person", by.person, by=by, at=at)


def keep_name(*, by: Actor, at: datetime) -> None:
    """Take that back: from now on they read the surname only."""
    given = update(NameConsent).where(
        NameConsent.person_id == by.person, NameConsent.withdrawn_at.is_(None)
    )
    db.session.execute(given.values(withdrawn_at=at))
    record("keep_name", "person", by.person, by=by, at=at)
