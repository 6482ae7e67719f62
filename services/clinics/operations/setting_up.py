"""What branches and practitioners set up: licences seen, clinics, contact clerks, hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete

from core.access import Actor
from core.accounts.models import Person
from core.accounts.queries import has_grant
from core.branches.models import Branch
from core.clock import day_starts, village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from services.clinics.models import (
    Clinic,
    ClinicKind,
    ExtraHours,
    Practitioner,
    PractitionerKind,
    Service,
    WeeklyHours,
)
from services.clinics.operations import cells, waiting
from services.clinics.operations.ending import end_practitioner
from services.clinics.operations.telling import tell_part
from services.clinics.queries.setting_up import (
    find_practitioner_of,
    has_extra,
    holds_office,
    is_in_reach,
    list_live_services,
    list_taken,
)
from services.clinics.rules import setting_up as rules
from services.clinics.rules.setting_up import FITTING, Paper, Said
from services.clinics.rules.slots import Span
from services.clinics.rules.terms import Terms, why_not_terms

__all__ = [
    "Terms",
    "add_hours",
    "be_away",
    "end_practitioner",
    "name_contact",
    "offer_service",
    "open_clinic",
    "see",
    "set_week",
]


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
    if guide is not None and paper.kind is PractitionerKind.LAW_STUDENT:
        has_ended = guide.ended_at is not None
        wrong_guide = rules.why_not_guide(
            guide.kind, guide.licence_until, has_ended=has_ended, today=today
        )
        refuse_if(wrong_guide, field="guide")
    found = find_practitioner_of(person.id)
    if found is not None and found.ended_at is None:
        if found.branch_id != branch.id:
            raise Refused(_("这个人已经在别的支部登记了"), field="who")
        if guide is not None and guide.id == found.id:
            raise Refused(_("不能自己带自己"), field="guide")
        given = list_live_services(practitioner_id=found.id)
        if any(paper.kind not in FITTING[each.clinic.kind] for each in given):
            raise Refused(_("这个人还在别的点接待，先停掉那里的，再改成这一种"), field="kind")
    made = found or Practitioner(person_id=person.id, branch_id=branch.id)
    made.kind, made.licence, made.licence_until = paper.kind, paper.licence, paper.until
    is_guided = paper.kind is PractitionerKind.LAW_STUDENT
    made.guide_id = guide.id if guide and is_guided else None
    made.languages, made.words = ",".join(paper.languages), paper.words
    made.branch_id, made.seen_by, made.seen_at, made.ended_at = branch.id, by.id, at, None
    made.version = (made.version or 0) + 1
    db.session.add(made)
    db.session.flush()
    record("see_practitioner", "practitioner", made.id, by=by, at=at, became=paper.kind.value)
    tell_part(person.id, "seen", f"practitioner:{made.id}", at=at)
    return made


def open_clinic(branch: Branch, kind: ClinicKind, said: Said, *, by: Actor, at: datetime) -> Clinic:
    """Put down a clinic; people see it once a branch has been there and verified it."""
    _refuse(rules.why_not_say(said))
    if not is_in_reach(said.unit_id or 0, branch):
        raise Refused(_("请选在哪个村"), field="unit_id")
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
        holds_power=has_grant(person.id) or holds_office(person.id, day=village_day(at)),
        has_undertaken=has_undertaken,
        by=by.id,
    )
    _refuse(wrong)
    was = clinic.contact_id
    clinic.contact_id, clinic.undertaken_at = person.id, at
    db.session.flush()
    record("name_contact", "clinic", clinic.id, by=by, at=at, became=str(person.id))
    tell_part(person.id, "contact", f"clinic:{clinic.id}", at=at)
    if was is not None and was != person.id:
        tell_part(was, "contact_off", f"clinic:{clinic.id}", at=at)


def offer_service(
    clinic: Clinic, practitioner: Practitioner, terms: Terms, *, by: Actor, at: datetime
) -> Service:
    """Let the practitioner be booked at the clinic."""
    if practitioner.kind not in FITTING[clinic.kind]:
        raise Refused(_("这个人的证件不管这一项"), field="practitioner")
    if clinic.closed_at is not None or practitioner.ended_at is not None:
        raise Refused(_("已经停了"))
    _refuse(why_not_terms(terms))
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
    cells.lock(service.practitioner_id)
    if has_extra(service.id, day, span):
        raise Refused(_("这一天的这段时间已经加过了"), field="hours")
    db.session.add(ExtraHours(service_id=service.id, day=day, begins=span[0], ends=span[1]))
    db.session.flush()
    record("add_hours", "clinic_service", service.id, by=by, at=at, became=day.isoformat())


def be_away(practitioner: Practitioner, day: date, span: Span, *, by: Actor, at: datetime) -> None:
    """Be away on a day, or a part of it; what stands then is moved or cancelled first.

    What is only held nobody sees, and it keeps nobody here.
    """
    refuse_if(rules.why_not_day(day, today=village_day(at)), field="day")
    refuse_if(rules.why_not_hours([span], least=5), field="hours")
    cells.lock(practitioner.id)
    begins, ends = (day_starts(day) + timedelta(minutes=each) for each in span)
    waiting.end_holds(practitioner.id, begins=begins, ends=ends, at=at)
    taken = list_taken(practitioner.id, day=day, span=span)
    is_own = practitioner.person_id == by.person
    refuse_if(rules.why_not_off(taken, is_own=is_own), field="day")
    if not cells.put_off(practitioner.id, day, span):
        raise Refused(_("这段时间已经记了不在"), field="day")
    record("be_away", "practitioner", practitioner.id, by=by, at=at, became=day.isoformat())


def _refuse(wrong: tuple[str, str] | None) -> None:
    if wrong is not None:
        raise Refused(wrong[1], field=wrong[0])
