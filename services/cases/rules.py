"""Who opens what of a case, until when, and what may be done about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access import Actor
from core.lifecycle import Lifecycle
from core.words import _, _l
from services.cases.models import Case, CaseKind, CaseStatus, Opener, Outcome
from services.clinics.models import Appointment, AppointmentStatus, ClinicKind

S = CaseStatus
INTAKE, NOTES, PAPERS = "intake", "notes", "papers"
PARTS = (INTAKE, NOTES, PAPERS)
GLASS = "glass"  # the reasons of those who wanted to break it, for the client
KEPT = {CaseKind.LEGAL_AID: timedelta(days=3 * 366), CaseKind.COUNSELLING: timedelta(days=366)}
DRAFT_KEPT = timedelta(days=30)
GLASS_OPEN = timedelta(hours=2)
GLASS_ASKED = timedelta(hours=24)  # an asking that nobody has seconded by then is none any more
MOST_OPEN = 3  # cases of a client
LONGEST_TEXT = 4000
LONGEST_REASON = 500
LEAST_SHOWN = 5  # smaller numbers could point at somebody (INTEGRITY 4.9)

STATUSES: Mapping[CaseStatus, str] = {
    S.DRAFT: _l("还没交"),
    S.OPEN: _l("等转交"),
    S.HANDED: _l("在办"),
    S.CLOSED: _l("办结了"),
    S.WITHDRAWN: _l("本人撤回了"),
    S.SHREDDED: _l("已经销毁"),
}
OUTCOMES: Mapping[CaseKind, Mapping[Outcome, str]] = {
    CaseKind.LEGAL_AID: {
        Outcome.ADVISED: _l("说清楚了，给了意见"),
        Outcome.REFERRED: _l("转到别的机构"),
        Outcome.NOT_NEEDED: _l("不用再办了"),
        Outcome.NO_ANSWER: _l("联系不上本人"),
    },
    CaseKind.COUNSELLING: {
        Outcome.ADVISED: _l("谈完了"),
        Outcome.REFERRED: _l("转介到医疗机构"),
        Outcome.NOT_NEEDED: _l("不用再谈了"),
        Outcome.NO_ANSWER: _l("联系不上本人"),
    },
}

CASE = Lifecycle(
    {
        S.DRAFT: {"submit": S.OPEN, "submit_to": S.HANDED, "shred": S.SHREDDED},
        S.OPEN: {"hand": S.HANDED, "close": S.CLOSED, "withdraw": S.WITHDRAWN},
        S.HANDED: {"hand": S.HANDED, "close": S.CLOSED, "withdraw": S.WITHDRAWN},
        S.CLOSED: {"shred": S.SHREDDED},
        S.WITHDRAWN: {"shred": S.SHREDDED},
    }
)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What of a case decides who opens it."""

    status: CaseStatus
    client_id: int
    contact_id: int | None
    practitioner_person_id: int | None
    glass_for: frozenset[int] = frozenset()  # for whom it is broken at this moment


def opener_of(known: Known, *, by: Actor) -> Opener | None:
    """Return in what part this person opens the safe now, or None for who never may.

    Nobody who acts for the client does: what lies there was said by and to one person alone.
    """
    if by.is_proxy:
        return None
    if by.id == known.client_id:
        return Opener.CLIENT
    if known.status is S.OPEN and by.id == known.contact_id:
        return Opener.CONTACT
    if known.status in {S.HANDED, S.CLOSED} and by.id == known.practitioner_person_id:
        return Opener.PRACTITIONER
    return Opener.BROKEN_GLASS if by.id in known.glass_for else None


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
    if is_same:
        return _("已经在这个人手里")
    if is_client:
        return _("不能转交给本人")
    return None if is_open else _("这个人现在不能接")


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


def why_not_shred(status: CaseStatus) -> str | None:
    """Say why the client cannot have it shredded now, or None: at any time once it is over."""
    if status is S.SHREDDED:
        return _("已经销毁了")
    return None if "shred" in CASE.actions(status) else _("还在办，办结或者撤回以后才能销毁")


@dataclass(frozen=True, kw_only=True)
class Asking:
    """That somebody has asked to break the glass, as whoever may second it finds it."""

    asked_by: int
    asked_at: datetime
    is_seconded: bool


def why_not_break(
    known: Known, *, is_of_clinic: bool, asking: Asking | None, by: Actor, at: datetime
) -> str | None:
    """Say why this person does not ask to break the glass, or None.

    Only who practises at the same clinic or is its contact clerk asks: never who holds an office of
    any branch or runs the site. Others do not learn whether there is such a case at all.
    """
    if why_not := _why_no_glass(known, is_of_clinic=is_of_clinic, by=by):
        return why_not
    if opener_of(known, by=by) is not None:
        return _("您现在就能打开，不用申请")
    if asking is not None and is_waiting(asking, at=at):
        return _("已经有人申请了，等第二个人同意")
    return None


def why_not_second(
    known: Known, *, is_of_clinic: bool, asking: Asking, by: Actor, at: datetime
) -> str | None:
    """Say why this person does not agree to break the glass, or None; it takes somebody else."""
    if why_not := _why_no_glass(known, is_of_clinic=is_of_clinic, by=by):
        return why_not
    if asking.asked_by == by.id:
        return _("要另一个人同意")
    if asking.is_seconded:
        return _("已经同意过了")
    return None if is_waiting(asking, at=at) else _("申请过了一天，作废了，请重新申请")


def _why_no_glass(known: Known, *, is_of_clinic: bool, by: Actor) -> str | None:
    if not is_of_clinic or by.is_proxy or known.status is S.DRAFT:
        return no_such_case()
    if by.is_admin or by.offices:
        return _("管理员和支部委员不能这样打开")
    if known.status is S.SHREDDED:
        return _("这份材料不能这样打开")
    return _("您自己的材料，直接打开就行") if by.id == known.client_id else None


def no_such_case() -> str:
    """Return what is said of a number that is none, or of a case that is not for who asks."""
    return _("没有这个编号，或者您不是那里的人")


def field_of(breaking_id: int, *, second: bool = False) -> str:
    """Return under which name the reason lies in the safe: who asked, or who agreed."""
    return f"glass:{breaking_id}:second" if second else f"glass:{breaking_id}"


def is_waiting(asking: Asking, *, at: datetime) -> bool:
    """Tell whether it still waits for a second person."""
    return not asking.is_seconded and at < asking.asked_at + GLASS_ASKED


def keep_until(kind: CaseKind, day: date) -> date:
    """Return until when a case that ends on this day is kept."""
    return day + KEPT[kind]


def is_glass_open(open_until: datetime | None, *, at: datetime) -> bool:
    return open_until is not None and at < open_until


def who_comes(appointment: Appointment) -> str:
    """Return how the practitioner knows the guest: of counselling the page has no name."""
    if appointment.service.clinic.kind is ClinicKind.COUNSELLING:
        return _("来访者")
    return appointment.person.name


def number_of(appointment: Appointment) -> str:
    """Return the number to call, where they speak by phone and it does not lie in a safe."""
    is_called = appointment.way == "phone"
    if not is_called or appointment.service.clinic.kind is ClinicKind.COUNSELLING:
        return ""
    return appointment.person.phone or ""


def shown(count: int) -> int | None:
    """Return a number that points at nobody, else None."""
    return count if count >= LEAST_SHOWN else None


def total_of(counts: Iterable[int | None]) -> int | None:
    """Add up what is shown, so that nothing hidden can be worked out from the sum."""
    seen = [each for each in counts if each is not None]
    return sum(seen) if seen else None
