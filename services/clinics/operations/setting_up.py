"""What branches and practitioners set up: licences seen, clinics, contact clerks, hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, update

from core.access import Actor
from core.accounts.models import Person
from core.branches.models import Branch
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from services.clinics.models import (
    Clinic,
    ClinicKind,
    DayOff,
    ExtraHours,
    Practitioner,
    Service,
    WeeklyHours,
)
from services.clinics.operations import cells
from services.clinics.queries.setting_up import (
    find_practitioner_of,
    holds_secretary,
    list_taken,
)
from services.clinics.rules import setting_up as rules
from services.clinics.rules.setting_up import FITTING, Paper, Said
from services.clinics.rules.slots import Span


def see(
    branch: Branch,
    person: Person,
    paper: Paper,
    *,
    guide: Practitioner | None = None,
    by: Actor,
    at: datetime,
) -> Practitioner:
    """Put down a practitioner whose licence an officer has seen; a renewed licence is seen anew."""
    today = village_day(at)
    wrong = rules.why_not_see(
        paper, person_id=person.id, guide=guide.kind if guide else None, by=by.id, today=today
    )
    _refuse(wrong)
    found = find_practitioner_of(person.id)
    if found is not None and found.ended_at is None and found.branch_id != branch.id:
        raise Refused(_("这个人已经在别的支部登记了"), field="who")
    made = found or Practitioner(person_id=person.id, branch_id=branch.id)
    made.kind, made.licence, made.licence_until = paper.kind, paper.licence, paper.until
    made.guide_id = guide.id if guide else None
    made.languages, made.words = ",".join(paper.languages), paper.words
    made.branch_id, made.seen_by, made.seen_at, made.ended_at = branch.id, by.id, at, None
    made.version = (made.version or 0) + 1
    db.session.add(made)
    db.session.flush()
    record("see_practitioner", "practitioner", made.id, by=by, at=at, became=paper.kind.value)
    return made


def end_practitioner(practitioner: Practitioner, *, by: Actor, at: datetime) -> None:
    """Let nobody book them any more; what stands is moved or cancelled first."""
    cells.lock(practitioner.id)
    refuse_if(rules.why_not_off(list_taken(practitioner.id, since=at)))
    step = update(Practitioner).where(
        Practitioner.id == practitioner.id, Practitioner.ended_at.is_(None)
    )
    if db.session.scalar(step.values(ended_at=at).returning(Practitioner.id)) is None:
        raise Refused(_("已经停了"))
    record("end_practitioner", "practitioner", practitioner.id, by=by, at=at)


def open_clinic(branch: Branch, kind: ClinicKind, said: Said, *, by: Actor, at: datetime) -> Clinic:
    """Put down a clinic; people see it once a branch has been there and verified it."""
    _refuse(rules.why_not_say(said))
    made = Clinic(
        branch_id=branch.id,
        kind=kind,
        title=said.title,
        unit_id=said.unit_id,
        address=said.address,
        phone=said.phone,
        ways=",".join(said.ways),
        words=said.words,
        made_by=by.id,
        made_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("open_clinic", "clinic", made.id, by=by, at=at, became=kind.value)
    return made


def name_contact(
    clinic: Clinic, person: Person, *, has_undertaken: bool, by: Actor, at: datetime
) -> None:
    """Name who receives what is asked of legal aid until somebody takes it on."""
    wrong = rules.why_not_contact(
        clinic.kind,
        person_id=person.id,
        is_secretary=holds_secretary(person.id, clinic.branch_id, day=village_day(at)),
        has_undertaken=has_undertaken,
        by=by.id,
    )
    _refuse(wrong)
    clinic.contact_id, clinic.undertaken_at = person.id, at
    db.session.flush()
    record("name_contact", "clinic", clinic.id, by=by, at=at)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How a practitioner can be booked at a clinic."""

    minutes: int
    ways: tuple[str, ...]
    before: int = 0
    after: int = 10
    notice_hours: int = 12
    horizon_days: int = 28
    change_hours: int = 12
    daily_cap: int = 8
    seats: int = 1
    asks: bool = False


def offer_service(
    clinic: Clinic, practitioner: Practitioner, terms: Terms, *, by: Actor, at: datetime
) -> Service:
    """Let the practitioner be booked at the clinic."""
    if practitioner.kind not in FITTING[clinic.kind]:
        raise Refused(_("这个人的证件不管这一项"), field="practitioner")
    if not terms.ways or not set(terms.ways) <= set(clinic.ways.split(",")):
        raise Refused(_("请选见面的方式"), field="ways")
    made = Service(
        clinic_id=clinic.id,
        practitioner_id=practitioner.id,
        minutes=terms.minutes,
        before=terms.before,
        after=terms.after,
        notice_hours=terms.notice_hours,
        horizon_days=terms.horizon_days,
        change_hours=terms.change_hours,
        daily_cap=terms.daily_cap,
        seats=terms.seats,
        asks=terms.asks,
        ways=",".join(terms.ways),
    )
    db.session.add(made)
    db.session.flush()
    record("offer_service", "clinic_service", made.id, by=by, at=at)
    return made


def set_week(
    service: Service, weekday: int, spans: Sequence[Span], *, by: Actor, at: datetime
) -> None:
    """Set the hours of one day of the week; appointments that stand stay."""
    refuse_if(rules.why_not_hours(spans, least=service.minutes), field="hours")
    mine = delete(WeeklyHours).where(
        WeeklyHours.service_id == service.id, WeeklyHours.weekday == weekday
    )
    db.session.execute(mine)
    db.session.add_all(
        WeeklyHours(service_id=service.id, weekday=weekday, begins=begins, ends=ends)
        for begins, ends in spans
    )
    db.session.flush()
    record("set_hours", "clinic_service", service.id, by=by, at=at, became=str(weekday))


def add_hours(service: Service, day: date, span: Span, *, by: Actor, at: datetime) -> None:
    """Give times on one day besides those of the week."""
    refuse_if(rules.why_not_day(day, today=village_day(at)), field="day")
    refuse_if(rules.why_not_hours([span], least=service.minutes), field="hours")
    db.session.add(ExtraHours(service_id=service.id, day=day, begins=span[0], ends=span[1]))
    db.session.flush()
    record("add_hours", "clinic_service", service.id, by=by, at=at, became=day.isoformat())


def be_away(practitioner: Practitioner, day: date, span: Span, *, by: Actor, at: datetime) -> None:
    """Be away on a day, or a part of it; what stands then is moved or cancelled first."""
    refuse_if(rules.why_not_day(day, today=village_day(at)), field="day")
    refuse_if(rules.why_not_hours([span], least=5), field="hours")
    cells.lock(practitioner.id)
    refuse_if(rules.why_not_off(list_taken(practitioner.id, day=day, span=span)), field="day")
    db.session.add(DayOff(practitioner_id=practitioner.id, day=day, begins=span[0], ends=span[1]))
    db.session.flush()
    record("be_away", "practitioner", practitioner.id, by=by, at=at, became=day.isoformat())


def _refuse(wrong: tuple[str, str] | None) -> None:
    if wrong is not None:
        raise Refused(wrong[1], field=wrong[0])
