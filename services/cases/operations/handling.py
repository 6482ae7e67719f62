"""A case on its way: begun, handed in, handed on, ended, and at last shredded."""

import secrets
from datetime import datetime
from typing import Any

from core.access import SYSTEM, Actor
from core.accounts.queries import take_turns
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.sealing import operations as sealing
from core.transition import move
from core.words import _
from services.cases import queries, rules
from services.cases.models import Case, CaseKind, CaseStatus, Outcome
from services.cases.operations import conflict
from services.cases.operations.safekeeping import add_note, read_part
from services.cases.operations.telling import tell, tell_in_hand
from services.cases.rules import CASE
from services.clinics.models import Appointment, Clinic, ClinicKind, Practitioner
from services.clinics.operations import booking

TABLE = Case.__tablename__
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are taken for another
NUMBER = 10


def begin(clinic: Clinic, *, consents: bool = False, by: Actor, at: datetime) -> Case:
    """Begin a case with an empty safe; of counselling only with the client's own consent.

    It is begun by the client alone: nobody says for another what is nobody else's business.
    """
    if by.is_proxy:
        raise Refused(_("这件事要本人自己来办，代办的人不能替"))
    take_turns(by.person)
    kind = CaseKind.COUNSELLING if clinic.kind is ClinicKind.COUNSELLING else CaseKind.LEGAL_AID
    if kind is CaseKind.COUNSELLING and not consents:
        raise Refused(_("请先看说明，同意了再往下"), field="consents")
    refuse_if(rules.why_not_begin(queries.count_open(by.person)))
    made = Case(
        number=(number := new_number()),
        kind=kind,
        clinic_id=clinic.id,
        client_id=by.person,
        contact_id=clinic.contact_id if kind is CaseKind.LEGAL_AID else None,
        safe_id=sealing.make_safe(at=at, ref=number).id,
        consented_at=at if consents else None,
        made_at=at,
        keep_until=village_day(at) + rules.DRAFT_KEPT,
    )
    db.session.add(made)
    db.session.flush()
    record("begin_case", TABLE, made.id, by=by, at=at, became=rules.CONSENT if consents else "")
    return made


def submit(
    case: Case,
    practitioner: Practitioner | None = None,
    *,
    appointment: Appointment | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Hand it in: to whom one has booked, and only where there is nobody yet to the contact clerk.

    Counselling has no clerk: it goes to the counsellor oneself chose.
    """
    _refuse_others(case, by)
    if case.kind is CaseKind.LEGAL_AID:
        said = read_part(case, rules.INTAKE)
        if not said.get("story"):
            raise Refused(_("请先写发生了什么事，写一句也行"), field="to")
        conflict.keep_marks(case, said)  # with the name and number of today
    if appointment is not None:
        refuse_if(rules.why_not_bring(appointment, case, by=by), field="to")
        practitioner = appointment.service.practitioner
    if practitioner is None and case.kind is CaseKind.COUNSELLING:
        raise Refused(_("请选一位咨询师"), field="practitioner")
    if practitioner is None:
        contact_id = case.clinic.contact_id  # who it is today, not when it was begun
        refuse_if(rules.why_not_contact(contact_id, by=by), field="to")
        if contact_id is None or case.clinic.closed_at is not None:
            reason = _("这里还没有联络员，请先约一个时间，或者打电话问")
            raise Refused(reason, field="to")
        also = {"contact_id": contact_id, **_submitted(at)}
        move(case, CASE, "submit", by=by, at=at, also=also)
    else:
        handed: dict[str, Any] = {"practitioner_id": practitioner.id, "handed_at": at}
        if appointment is not None and queries.find_of_appointment(appointment.id) is None:
            handed["appointment_id"] = appointment.id
        move(case, CASE, "submit_to", by=by, at=at, also={**handed, **_submitted(at)})
    db.session.refresh(case)
    tell_in_hand(case, "in_hand", at=at)


def open_for(appointment: Appointment, *, by: Actor, at: datetime) -> Case:
    """Open a file for somebody who came with nothing handed in, so that notes can be kept.

    Of counselling there is one already: it began with the client's consent.
    """
    refuse_if(rules.why_not_open_for(appointment, by=by, at=at))
    if (found := queries.find_of_appointment(appointment.id)) is not None:
        if found.practitioner_id != appointment.practitioner_id:
            raise Refused(_("材料已经转交给别人了"))
        return found
    conflict.refuse_receiving(appointment.practitioner_id, appointment.person_id)
    made = Case(
        number=(number := new_number()),
        kind=CaseKind.LEGAL_AID,
        status=CaseStatus.HANDED,
        clinic_id=appointment.service.clinic_id,
        client_id=appointment.person_id,
        practitioner_id=appointment.practitioner_id,
        appointment_id=appointment.id,
        safe_id=sealing.make_safe(at=at, ref=number).id,
        made_at=at,
        handed_at=at,
        **_submitted(at),
    )
    db.session.add(made)
    db.session.flush()
    conflict.keep_marks(made, {})
    record("open_case", TABLE, made.id, by=by, at=at)
    tell([made.client_id], made, "opened", at=at)
    return made


def new_number() -> str:
    """Return a number that tells nothing, made of signs that are not taken for others."""
    return "".join(secrets.choice(LETTERS) for _sign in range(NUMBER))


def _submitted(at: datetime) -> dict[str, Any]:
    return {"submitted_at": at, "keep_until": None}


def hand(
    case: Case, practitioner: Practitioner, *, is_open: bool, why: str = "", by: Actor, at: datetime
) -> None:
    """Give it to a practitioner; whoever had it before opens it no more.

    A practitioner who hands it on says why in the notes, for the next one alone to read. Who acts
    for the other side, or is on it, is given nothing.
    """
    known = queries.known_of(case, at=at)
    is_same = case.practitioner_id == practitioner.id
    is_client = case.client_id == practitioner.person_id
    refuse_if(
        rules.why_not_hand(known, is_open=is_open, is_same=is_same, is_client=is_client, by=by),
        field="to",
    )
    conflict.refuse_handing(case, practitioner, read_part(case, rules.INTAKE))
    if case.status is CaseStatus.HANDED:
        if not why:
            raise Refused(_("请写为什么转交"), field="why")
        add_note(case, why, by=by, at=at)
    handed = {"practitioner_id": practitioner.id, "handed_at": at}
    move(case, CASE, "hand", by=by, at=at, also=handed)
    db.session.refresh(case)
    tell_in_hand(case, "in_hand", at=at)
    tell([case.client_id], case, "handed", at=at)


def close(case: Case, outcome: Outcome, *, by: Actor, at: datetime) -> None:
    """End it, with an outcome that says nothing of the matter."""
    refuse_if(rules.why_not_close(queries.known_of(case, at=at), by=by))
    _end(case, "close", by=by, at=at, outcome=outcome)
    tell([case.client_id], case, "closed", at=at)


def withdraw(case: Case, *, by: Actor, at: datetime) -> None:
    """Take it back; from that moment on the client alone opens it. Consent ends with it.

    The time that was booked for it is given back, where it still can be.
    """
    _refuse_others(case, by)
    refuse_if(rules.why_not_withdraw(case.status))
    if case.appointment is not None and rules.is_given_back(case.appointment, at=at):
        booking.cancel(case.appointment, by=by, at=at)
    tell_in_hand(case, "withdrawn", at=at)
    _end(case, "withdraw", by=by, at=at)


def take_back_with(appointment: Appointment, *, at: datetime) -> None:
    """Take back what was said to a counsellor for a time that will not be; legal aid goes on."""
    case = queries.find_of_appointment(appointment.id)
    if case is None or case.kind is not CaseKind.COUNSELLING:
        return
    is_theirs = case.practitioner_id == appointment.practitioner_id
    if is_theirs and rules.why_not_withdraw(case.status) is None:
        _end(case, "withdraw", by=SYSTEM, at=at)


def _end(case: Case, action: str, *, by: Actor, at: datetime, **also: object) -> None:
    until = rules.keep_until(case.kind, village_day(at))
    move(case, CASE, action, by=by, at=at, also={"ended_at": at, "keep_until": until, **also})
    db.session.refresh(case)


def shred(case: Case, *, by: Actor, at: datetime) -> None:
    """Throw the key away, on the client's word or when its time is over; the envelope stays."""
    if by is not SYSTEM:
        _refuse_others(case, by)
    refuse_if(rules.why_not_shred(case.status))
    gone = {"ended_at": case.ended_at or at, "keep_until": None}
    move(case, CASE, "shred", by=by, at=at, also=gone)
    sealing.shred(case.safe, at=at)
    conflict.forget_marks(case)


def refer(case: Case, *, by: Actor, at: datetime) -> None:
    """Put down that the counsellor has advised the client to see a medical institution."""
    refuse_if(rules.why_not_refer(queries.known_of(case, at=at), case.kind, by=by))
    add_note(case, _("建议您到医疗机构看一看。心理疏导不作诊断，也不治疗。"), by=by, at=at)


def end_for_good(case: Case, *, at: datetime) -> None:
    """Take it back if it is under way, and shred it: its client is leaving."""
    if rules.why_not_withdraw(case.status) is None:
        tell_in_hand(case, "withdrawn", at=at)
        _end(case, "withdraw", by=SYSTEM, at=at)
    shred(case, by=SYSTEM, at=at)


def give_back(case: Case, *, at: datetime) -> None:
    """Give the client back what is in nobody's hands any more, to hand it in again.

    A new contact clerk or practitioner reads it on the client's word alone. Of counselling the
    consent was for one counsellor, and ends.
    """
    db.session.refresh(case)
    if case.id not in queries.list_in_nobodys_hands():
        return
    if case.kind is CaseKind.COUNSELLING:
        _end(case, "withdraw", by=SYSTEM, at=at)
    else:
        _begin_anew(case, "return", by=SYSTEM, at=at)
    tell([case.client_id], case, "returned", about=str(at), at=at)  # each time anew


def turn_down(case: Case, *, by: Actor, at: datetime) -> None:
    """Give it back to its client, who chooses somebody else; nobody says, or asks, why."""
    refuse_if(rules.why_not_turn_down(queries.known_of(case, at=at), by=by))
    _begin_anew(case, "return", by=by, at=at)
    tell([case.client_id], case, "returned", about=str(at), at=at)  # each time anew


def take_up(case: Case, *, by: Actor, at: datetime) -> None:
    """Go on with what was withdrawn: it can be handed to somebody else (Legal Aid Law 55)."""
    _refuse_others(case, by)
    refuse_if(rules.why_not_take_up(case.status, case.kind))
    refuse_if(rules.why_not_begin(queries.count_open(by.person)))
    _begin_anew(case, "take_up", by=by, at=at)


def _begin_anew(case: Case, action: str, *, by: Actor, at: datetime) -> None:
    nobody = dict.fromkeys(
        ("contact_id", "practitioner_id", "appointment_id", "submitted_at", "handed_at", "ended_at")
    )
    until = village_day(at) + rules.DRAFT_KEPT
    move(case, CASE, action, by=by, at=at, also={**nobody, "keep_until": until})
    db.session.refresh(case)


def join_time(appointment: Appointment, *, at: datetime) -> None:
    """Let a time that was booked with whoever has a case of the guest's in hand belong to it."""
    case = queries.find_without_time(appointment.person_id, appointment.practitioner_id)
    if case is not None and queries.find_of_appointment(appointment.id) is None:
        case.appointment_id = appointment.id
        db.session.flush()
        record("join_time", TABLE, case.id, by=SYSTEM, at=at)


def _refuse_others(case: Case, by: Actor) -> None:
    if by.is_proxy or by.id != case.client_id:
        raise Refused(_("只有本人能这样做"))
