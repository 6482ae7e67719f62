"""Who opens what of a case, until when, and what may be done about it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access import Actor
from core.lifecycle import Lifecycle
from core.words import _
from services.cases.models import Case, CaseKind, CaseStatus, Opener
from services.clinics.models import Appointment, AppointmentStatus, ClinicKind
from services.clinics.rules.appointments import why_not_move

S = CaseStatus
INTAKE, NOTES, PAPERS = "intake", "notes", "papers"
PARTS = (INTAKE, NOTES, PAPERS)
KEPT = {CaseKind.LEGAL_AID: timedelta(days=3 * 366), CaseKind.COUNSELLING: timedelta(days=366)}
DRAFT_KEPT = timedelta(days=30)
MOST_OPEN = 3  # cases of a client
LONGEST_TEXT = 4000
CONSENT = "consent 2"  # which text was agreed to; a changed text is another one

CASE = Lifecycle(
    {
        S.DRAFT: {"submit": S.OPEN, "submit_to": S.HANDED, "shred": S.SHREDDED},
        S.OPEN: {
            "hand": S.HANDED,
            "close": S.CLOSED,
            "withdraw": S.WITHDRAWN,
            "return": S.DRAFT,
        },
        S.HANDED: {
            "hand": S.HANDED,
            "close": S.CLOSED,
            "withdraw": S.WITHDRAWN,
            "return": S.DRAFT,
        },
        S.CLOSED: {"shred": S.SHREDDED},
        S.WITHDRAWN: {"take_up": S.DRAFT, "shred": S.SHREDDED},
    }
)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What of a case decides who opens it.

    A contact clerk who is none any more, and a practitioner who has ended, are left out.
    """

    kind: CaseKind = CaseKind.LEGAL_AID
    status: CaseStatus
    client_id: int
    contact_id: int | None
    practitioner_person_id: int | None
    glass_for: frozenset[int] = frozenset()  # for whom it is broken at this moment


def why_not_begin(count: int) -> str | None:
    """Say why nobody with so many open cases begins another, or None."""
    if count >= MOST_OPEN:
        return _("您有 %(most)s 件事还没办完，办完一件再来", most=MOST_OPEN)
    return None


def opener_of(known: Known, *, by: Actor) -> Opener | None:
    """Return in what part this person opens the safe now, or None for who never may.

    Nobody who acts for the client does: what lies there was said by and to one person alone.
    """
    if by.is_proxy:
        return None
    if by.id == known.client_id:
        return Opener.CLIENT
    if known.status is S.OPEN and by.id == known.contact_id and not holds_power(by):
        return Opener.CONTACT
    if known.status in {S.HANDED, S.CLOSED} and by.id == known.practitioner_person_id:
        return Opener.PRACTITIONER
    is_there = known.status in {S.OPEN, S.HANDED, S.CLOSED}
    return Opener.BROKEN_GLASS if is_there and by.id in known.glass_for else None


def holds_power(by: Actor) -> bool:
    """Tell whether somebody runs the site or the market, or holds an office of any branch."""
    return by.is_admin or by.is_clerk or bool(by.offices)


def holder_of(known: Known) -> int | None:
    """Return who besides the client opens the safe at this moment, or None; no broken glass."""
    if known.status is S.OPEN:
        return known.contact_id
    return known.practitioner_person_id if known.status in {S.HANDED, S.CLOSED} else None


def why_not_open(known: Known, *, by: Actor) -> str | None:
    """Say why this person does not open the safe, or None."""
    if known.status is S.SHREDDED:
        return _("这份材料已经销毁，谁也打不开了")
    if opener_of(known, by=by) is None:
        return _("只有本人和经办的人能打开")
    return None


def why_not_write(known: Known, part: str, *, by: Actor) -> str | None:
    """Say why this person does not write this part, or None.

    The intake is the client's until it is with a practitioner, the notes are the practitioner's.
    """
    opener = opener_of(known, by=by)
    if part == NOTES:
        mine = opener is Opener.PRACTITIONER and known.status is S.HANDED
    else:
        mine = opener is Opener.CLIENT and known.status in {S.DRAFT, S.OPEN}
    return None if mine else _("现在不能改这部分")


def why_not_contact(contact_id: int | None, *, by: Actor) -> str | None:
    """Say why this client does not hand it to the contact clerk, or None: never to oneself."""
    return _("您自己是联络员，请约一个时间直接交") if contact_id == by.id else None


def why_not_bring(appointment: Appointment, case: Case, *, by: Actor) -> str | None:
    """Say why this case does not go to whom that appointment is with, or None."""
    if appointment.person_id != by.person or appointment.session_id is not None:
        return _("这不是您的预约")
    if appointment.service.clinic_id != case.clinic_id:
        return _("这个预约在别的地方，请选这里的")
    is_live = appointment.status in {AppointmentStatus.ASKED, AppointmentStatus.BOOKED}
    return None if is_live else _("这个预约已经结束了")


def why_not_open_for(appointment: Appointment, *, by: Actor, at: datetime) -> str | None:
    """Say why the practitioner opens no file for this appointment, or None."""
    if appointment.practitioner_person_id != by.person or by.is_proxy:
        return _("只有本人和经办的人能打开")
    if appointment.service.clinic.kind is not ClinicKind.LEGAL_AID:
        return _("对方没有交材料，心理疏导不另外建档")
    if appointment.status not in {AppointmentStatus.BOOKED, AppointmentStatus.DONE}:
        return _("这个预约已经结束了")
    return _("还没到时间") if at < appointment.starts_at else None


def why_not_hand(
    known: Known, *, is_open: bool, is_same: bool, is_client: bool = False, by: Actor
) -> str | None:
    """Say why this case is not handed to a practitioner by this person, or None."""
    if known.status not in {S.OPEN, S.HANDED}:
        return _("现在不能转交")
    if opener_of(known, by=by) not in {Opener.CONTACT, Opener.PRACTITIONER}:
        return _("只有联络员和经办人能转交")
    if known.kind is CaseKind.COUNSELLING:
        return _("心理疏导不转交：对方同意的是您一个人。请对方自己约别的咨询师")
    if is_same:
        return _("已经在这个人手里")
    if is_client:
        return _("不能转交给本人")
    return None if is_open else _("这个人现在不能接")


def why_not_turn_down(known: Known, *, by: Actor) -> str | None:
    """Say why this person does not give it back to its client, or None."""
    if opener_of(known, by=by) not in {Opener.CONTACT, Opener.PRACTITIONER}:
        return _("只有联络员和经办人能还给本人")
    if known.kind is CaseKind.COUNSELLING:
        return _("心理疏导不用还：取消约好的时间就行")
    return None if known.status in {S.OPEN, S.HANDED} else _("现在不能还给本人")


def why_not_close(known: Known, *, by: Actor) -> str | None:
    """Say why this person does not close it, or None."""
    if opener_of(known, by=by) is not Opener.PRACTITIONER or known.status is not S.HANDED:
        return _("只有经办人能办结")
    return None


def why_not_refer(known: Known, kind: CaseKind, *, by: Actor) -> str | None:
    """Say why the advice to see a medical institution is not put down, or None.

    A counsellor gives no diagnosis and no treatment, and advises whoever may have a mental disorder
    to go to a medical institution (Mental Health Law 23); treatment takes place there alone (51),
    and who does otherwise answers for it (76).
    """
    if kind is not CaseKind.COUNSELLING:
        return _("这一步只有心理疏导才有")
    return why_not_write(known, NOTES, by=by)


def why_not_withdraw(status: CaseStatus) -> str | None:
    """Say why the client cannot take it back any more, or None."""
    return None if status in {S.OPEN, S.HANDED} else _("现在不能撤回")


def is_given_back(appointment: Appointment, *, at: datetime) -> bool:
    """Tell whether the client can still cancel the time that was booked for a case."""
    why_not = why_not_move(
        appointment.status,
        appointment.starts_at,
        change_hours=appointment.service.change_hours,
        by_practitioner=False,
        in_group=appointment.session_id is not None,
        at=at,
    )
    return why_not is None


def why_not_take_up(status: CaseStatus, kind: CaseKind) -> str | None:
    """Say why the client does not take up again what they have withdrawn, or None (art. 55)."""
    can = kind is CaseKind.LEGAL_AID and "take_up" in CASE.actions(status)
    return None if can else _("现在不能重新办")


def why_not_shred(status: CaseStatus) -> str | None:
    """Say why the client cannot have it shredded now, or None: at any time once it is over."""
    if status is S.SHREDDED:
        return _("已经销毁了")
    return None if "shred" in CASE.actions(status) else _("还在办，办结或者撤回以后才能销毁")


def keep_until(kind: CaseKind, day: date) -> date:
    """Return until when a case that ends on this day is kept."""
    return day + KEPT[kind]


def who_comes(appointment: Appointment) -> str:
    """Return how the practitioner knows the guest: of counselling the page has no name."""
    if appointment.service.clinic.kind is ClinicKind.COUNSELLING:
        return _("来访者")
    return appointment.person.name


def number_of(appointment: Appointment) -> str:
    """Return the number to call, where they speak by phone and it does not lie in a safe."""
    if appointment.way == "place" or appointment.service.clinic.kind is ClinicKind.COUNSELLING:
        return ""
    return appointment.person.phone or ""
