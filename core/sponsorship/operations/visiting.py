"""The visit: who goes, the form as it is being filled in, and handing it in."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update

from core.access import Actor
from core.accounts.models import Person
from core.branches.models import OfficeRole
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.sponsorship import rules
from core.sponsorship.models import (
    Kinship,
    Sponsorship,
    SponsorshipStatus,
    Visit,
    VisitCheck,
    Visitor,
    VisitPicture,
)
from core.sponsorship.operations.moving import take
from core.sponsorship.operations.people import refuse_near, refuse_no_hand
from core.sponsorship.queries.places import checklist_of
from core.sponsorship.queries.rows import find_visit, findings_of, get_visit, list_pictures
from core.sponsorship.rules import Findings
from core.sponsorship.telling import tell_leaders, tell_owners, tell_steward
from core.storage.operations import Laid, drop, keep
from core.words import _


def assign(sponsorship: Sponsorship, steward: Person, *, by: Actor, at: datetime) -> None:
    """Let this officer or member of the branch go and look, and stand by the place afterwards."""
    refuse_near(by.person, sponsorship)
    refuse_no_hand(steward, sponsorship, at=at)
    refuse_near(steward.id, sponsorship, field="who")
    sponsorship.steward_id = steward.id
    take(sponsorship, "assign", by=by, at=at)
    tell_owners(sponsorship, "sponsorship.assigned", at=at)
    tell_steward(sponsorship, "sponsorship.visit_due", at=at)


def save_draft(
    sponsorship: Sponsorship,
    found: Findings,
    *,
    version: int,
    form_key: str,
    by: Actor,
    at: datetime,
) -> Visit:
    """Keep what has been filled in so far; 0 is the version of a form that was never saved.

    One open page (`form_key`) may save as often as it likes; `Overtaken` when somebody saved
    another version meanwhile.
    """
    refuse_if(_why_not_write(sponsorship))
    values = {"day": found.day, "note": found.note, "saved_at": at, "saved_by": by.person}
    first = insert_or(Visit).values(
        sponsorship_id=sponsorship.id, version=1, form_key=form_key, **values
    )
    made = db.session.scalar(first.on_conflict_do_nothing().returning(Visit.id))
    visit = get_visit(sponsorship.id)
    if made is None:
        mine = (Visit.version == version) | (Visit.form_key == form_key)
        step = update(Visit).where(Visit.id == visit.id, Visit.handed_in_at.is_(None), mine)
        step = step.values(version=Visit.version + 1, form_key=form_key, **values)
        if cast("CursorResult[Any]", db.session.execute(step)).rowcount != 1:
            _refuse_overtaken(sponsorship, visit, found)
        db.session.refresh(visit)
    _keep_checks(sponsorship, visit, found)
    return visit


def hand_in(
    sponsorship: Sponsorship,
    found: Findings,
    *,
    kinship: Kinship,
    version: int,
    form_key: str,
    by: Actor,
    at: datetime,
) -> Visit:
    """Give the form to the leaders, with a word on kinship; nothing of it is changed any more."""
    if by.person != sponsorship.serving_id:
        raise Refused(_("走访表由去走访的包联人交"))
    refuse_near(by.person, sponsorship)
    refuse_if(rules.why_not_declared(kinship), field="kinship")
    if found.day is None:
        raise Refused(_("请填走访日期"), field="day")
    asked = village_day(sponsorship.asked_at)
    refuse_if(rules.why_not_day(found.day, asked=asked, today=village_day(at)), field="day")
    refuse_if(rules.why_not_hand_in(found, checklist=checklist_of(sponsorship)))
    visit = save_draft(sponsorship, found, version=version, form_key=form_key, by=by, at=at)
    visit.handed_in_at = at
    declare(visit, sponsorship, kinship, decided=False, by=by, at=at)
    record("hand_in", Visit.__tablename__, visit.id, by=by, at=at, became=found.day.isoformat())
    tell_owners(sponsorship, "sponsorship.visited", at=at)
    tell_leaders(sponsorship, "sponsorship.decide", at=at)
    return visit


def declare(
    visit: Visit,
    sponsorship: Sponsorship,
    kinship: Kinship,
    *,
    decided: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Put down who went or decided, in which office, and what was said of kinship."""
    held = sorted(each.role for each in by.offices if each.branch_id == sponsorship.branch_id)
    order = [role.value for role in OfficeRole]
    role = min(held, key=order.index, default=None)
    db.session.add(
        Visitor(
            visit_id=visit.id,
            person_id=by.person,
            decided=decided,
            role=OfficeRole(role) if role else None,
            kinship=kinship,
            declared_at=at,
        )
    )
    db.session.flush()


def add_picture(
    sponsorship: Sponsorship, laid: Laid, *, alt: str, by: Actor, at: datetime
) -> VisitPicture:
    """Put a picture to the form; until the place is verified only the desk sees it."""
    refuse_if(_why_not_write(sponsorship))
    begin_form(sponsorship, at=at)
    visit = db.session.scalars(
        select(Visit)
        .where(Visit.sponsorship_id == sponsorship.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    refuse_if(_why_not_write(sponsorship))
    pictures = list_pictures(visit.id)
    if len(pictures) >= rules.MOST_PICTURES:
        raise Refused(_("最多放 %(most)s 张照片", most=rules.MOST_PICTURES), field="picture")
    stored = keep(laid, is_public=False, by=by, at=at)
    last = db.session.scalar(
        select(func.max(VisitPicture.position)).where(VisitPicture.visit_id == visit.id)
    )
    picture = VisitPicture(
        visit_id=visit.id, file_id=stored.id, alt=alt, position=0 if last is None else last + 1
    )
    db.session.add(picture)
    db.session.flush()
    return picture


def begin_form(sponsorship: Sponsorship, *, at: datetime) -> None:
    """Let there be a form, empty as yet, to hang pictures or a declaration on."""
    first = insert_or(Visit).values(
        sponsorship_id=sponsorship.id, version=0, note="", form_key="", saved_at=at
    )
    db.session.execute(first.on_conflict_do_nothing())


def remove_picture(
    sponsorship: Sponsorship, picture: VisitPicture, *, by: Actor, at: datetime
) -> None:
    """Take a picture out again; its bytes go too."""
    refuse_if(_why_not_write(sponsorship))
    record("remove_picture", Sponsorship.__tablename__, sponsorship.id, by=by, at=at)
    drop(picture.file, at=at)
    db.session.execute(delete(VisitPicture).where(VisitPicture.id == picture.id))


def _why_not_write(sponsorship: Sponsorship) -> str | None:
    if sponsorship.status is not SponsorshipStatus.VISITING:
        return _("现在不在走访中")
    visit = find_visit(sponsorship.id)
    return _("走访表已经交了，不能再改") if visit and visit.handed_in_at else None


def _keep_checks(sponsorship: Sponsorship, visit: Visit, found: Findings) -> None:
    said = {
        code: found.checks[code]
        for code in checklist_of(sponsorship)
        if code in found.checks and any(found.checks[code])
    }
    kept = {
        each.code: each
        for each in db.session.scalars(select(VisitCheck).where(VisitCheck.visit_id == visit.id))
    }
    for code, (seen, remark) in said.items():
        check = kept.pop(code, None)
        if check is None:
            check = VisitCheck(visit_id=visit.id, code=code)
            db.session.add(check)
        check.seen, check.remark = seen, remark
    for gone in kept.values():
        db.session.delete(gone)
    db.session.flush()


def _refuse_overtaken(sponsorship: Sponsorship, visit: Visit, found: Findings) -> None:
    db.session.refresh(visit)
    refuse_if(_why_not_write(sponsorship))
    checklist = checklist_of(sponsorship)
    raise Overtaken(
        _("您填的时候，别人先存了一版"),
        theirs=rules.as_text(findings_of(visit), checklist=checklist),
        mine=rules.as_text(found, checklist=checklist),
    )
