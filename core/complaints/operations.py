"""What is done with a complaint: made, answered, taken further, settled."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from core.access import SYSTEM, Actor
from core.accounts.queries import take_turns
from core.complaints import access, queries, rules
from core.complaints.models import Complaint, ComplaintStatus, ComplaintStep, Voice
from core.complaints.queries import Case
from core.complaints.telling import (
    tell_complainer,
    tell_owners,
    tell_whoever_has_it,
)
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.hooks import Place
from core.sponsorship.queries import find_kind, find_place, find_standing
from core.transition import move
from core.words import _

DAY = timedelta(days=1)


def make(
    kind: str, ref: int, *, listing: int | None, text: str, by: Actor, at: datetime
) -> Complaint:
    """Complain of a verified place, or of one thing that it offers; the steward answers first."""
    sponsorship, place = find_standing(kind, ref), find_place(kind, ref)
    if sponsorship is None or place is None:
        raise Refused(_("这里现在没有支部核验，请联系运营方或打 12315"))
    take_turns(by.person)
    refuse_if(why_not_make(by.person, place, at=at))
    about, about_url = meant(kind, place, listing)
    complaint = Complaint(
        ref=secrets.token_urlsafe(18),
        sponsorship_id=sponsorship.id,
        about=about[:80],
        about_url=about_url,
        person_id=by.person,
        text=text,
        status=ComplaintStatus.WITH_STEWARD,
        level=ComplaintStatus.WITH_STEWARD,
        branch_id=sponsorship.branch_id,
        keeper_id=sponsorship.serving_id,
        made_at=at,
        due_at=rules.due_after(ComplaintStatus.WITH_STEWARD, at=at),
    )
    db.session.add(complaint)
    db.session.flush()
    record("make", Complaint.__tablename__, complaint.id, by=by, at=at)
    _step(complaint, Voice.COMPLAINER, "made", by=by, at=at)
    case = queries.case_of(complaint)
    tell_complainer(case, "complaints.made", at=at)
    tell_whoever_has_it(case, at=at)
    tell_owners(case, at=at)
    return complaint


def why_not_make(person_id: int, place: Place, *, at: datetime) -> str | None:
    """Return why this person cannot complain of the place now, or None."""
    return rules.why_not_make(
        person_id,
        owners=place.owners,
        open_now=queries.count_open(person_id),
        today=queries.count_since(person_id, at - DAY),
    )


def meant(kind: str, place: Place, listing: int | None) -> tuple[str, str]:
    """Return what the complaint is about, in words and as an address."""
    hook = find_kind(kind)
    offered = hook.listings(place.ref) if hook and listing is not None else []
    for each in offered:
        if each.ref == listing and each.sponsorship_id is not None:  # what nobody saw is not named
            return each.title, each.url
    return place.title, place.url


def answer(case: Case, *, text: str, by: Actor, at: datetime) -> None:
    """Answer it as steward, upper branch or operator; the complainer says whether that will do."""
    complaint = case.complaint
    if not access.ANSWER.granted(by, case):
        raise Refused(_("这件投诉现在不在您这里"))
    refuse_if(rules.why_not_answer(complaint, by.person, owners=case.owners))
    voice = rules.SPEAKS[complaint.status]
    move(complaint, rules.COMPLAINT, "answer", by=by, at=at)
    complaint.due_at = rules.due_after(ComplaintStatus.ANSWERED, at=at)
    if complaint.level is ComplaintStatus.WITH_STEWARD:
        complaint.keeper_id = by.person
    _step(complaint, voice, "answered", by=by, at=at, text=text)
    tell_complainer(case, "complaints.answered", at=at)


def accept(case: Case, *, by: Actor, at: datetime) -> None:
    """Say that the answer will do."""
    _refuse_stranger(case, by)
    _refuse_unanswered(case)
    _close(case, "accepted", by=by, at=at, voice=Voice.COMPLAINER)


def go_further(case: Case, *, text: str, by: Actor, at: datetime) -> None:
    """Say that it will not do: it goes one level up; from the operator it is closed."""
    _refuse_stranger(case, by)
    _refuse_unanswered(case)
    if not _climb(case, "further", text=text, voice=Voice.COMPLAINER, by=by, at=at):
        _close(case, "unsettled", by=by, at=at, voice=Voice.COMPLAINER, text=text)


def say(case: Case, *, text: str, by: Actor, at: datetime) -> None:
    """Add the owners' one statement; they never learn who complains."""
    if by.person not in case.owners:
        raise Refused(_("只有经营者本人能说明"))
    locked = select(Complaint.id).where(Complaint.id == case.complaint.id).with_for_update()
    db.session.execute(locked)
    spoken = any(each.voice is Voice.OWNER for each in queries.list_steps(case.complaint.id))
    refuse_if(rules.why_not_say(case.complaint, said_before=spoken))
    record("say", Complaint.__tablename__, case.complaint.id, by=by, at=at)
    _step(case.complaint, Voice.OWNER, "said", by=by, at=at, text=text)
    tell_complainer(case, "complaints.said", at=at)
    tell_whoever_has_it(case, at=at, event="complaints.owner_said")


def go_on(complaint: Complaint, *, at: datetime) -> bool:
    """Let it climb when nobody has answered in time, or close when nobody has taken it further.

    Return whether anything was due.
    """
    if complaint.due_at > at or complaint.status not in rules.OPEN:
        return False
    case = queries.case_of(complaint)
    if complaint.status is ComplaintStatus.ANSWERED:
        _close(case, "silent", by=SYSTEM, at=at)
        return True
    return _climb(case, "climbed", by=SYSTEM, at=at)


def close_all_of(person_id: int, *, at: datetime) -> None:
    """Close what somebody complained of who is no longer there."""
    mine = select(Complaint).where(
        Complaint.person_id == person_id, Complaint.status != ComplaintStatus.CLOSED
    )
    for complaint in db.session.scalars(mine).all():
        _close(queries.case_of(complaint), "closed", by=SYSTEM, at=at)


def hand_over(branch_id: int, *, old: int, new: int, by: Actor, at: datetime) -> int:
    """Let the successor keep what the old officer had open; answering goes with the place."""
    kept = select(Complaint).where(
        Complaint.branch_id == branch_id,
        Complaint.keeper_id == old,
        Complaint.status.in_(rules.OPEN),
        Complaint.person_id != new,
    )
    moved = db.session.scalars(kept).all()
    for complaint in moved:
        complaint.keeper_id = new
        record(
            "hand_over",
            Complaint.__tablename__,
            complaint.id,
            by=by,
            at=at,
            was=str(old),
            became=str(new),
        )
    db.session.flush()
    return len(moved)


def _climb(
    case: Case,
    what: str,
    *,
    by: Actor,
    at: datetime,
    text: str = "",
    voice: Voice = Voice.HOUSE,
) -> bool:
    """Take it one level up; return False where there is none."""
    complaint = case.complaint
    upper = queries.find_upper(complaint.branch_id) if complaint.branch_id else None
    action = rules.next_level(complaint.level, has_upper=upper is not None)
    if action is None:
        return False
    move(complaint, rules.COMPLAINT, action, by=by, at=at)
    complaint.level = complaint.status
    complaint.branch_id = upper.id if action == "climb" and upper else None
    complaint.due_at = rules.due_after(complaint.status, at=at)
    _step(complaint, voice, what, by=by, at=at, text=text)
    case = queries.case_of(complaint)
    tell_complainer(case, "complaints.climbed", at=at)
    tell_whoever_has_it(case, at=at)
    return True


def _close(
    case: Case,
    what: str,
    *,
    by: Actor,
    at: datetime,
    voice: Voice = Voice.HOUSE,
    text: str = "",
) -> None:
    complaint = case.complaint
    move(complaint, rules.COMPLAINT, "close", by=by, at=at)
    complaint.closed_at = at
    _step(complaint, voice, what, by=by, at=at, text=text)
    tell_complainer(case, "complaints.closed", at=at)


def _step(
    complaint: Complaint, voice: Voice, what: str, *, by: Actor, at: datetime, text: str = ""
) -> None:
    db.session.add(
        ComplaintStep(
            complaint_id=complaint.id,
            at=at,
            voice=voice,
            person_id=by.person or None,
            what=what,
            text=text,
            branch_id=complaint.branch_id,
        )
    )
    db.session.flush()


def _refuse_stranger(case: Case, by: Actor) -> None:
    if by.person != case.complaint.person_id:
        raise Refused(_("只有投诉人本人能这样做"))


def _refuse_unanswered(case: Case) -> None:
    if case.complaint.status is not ComplaintStatus.ANSWERED:
        raise Refused(_("还没有答复，或者已经办结"))
