"""A township with a legal clinic; `lawyer` gives half hours on weekdays, a buffer after each."""

import secrets
from datetime import UTC, date, datetime, timedelta

from core.branches.actors import find_actor
from core.clock import VILLAGE
from core.db import db, writing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from services.clinics.models import (
    Appointment,
    AppointmentStatus,
    Cell,
    Clinic,
    ClinicKind,
    Practitioner,
    PractitionerKind,
    Service,
    WeeklyHours,
)
from services.clinics.operations import booking
from services.clinics.rules.wishes import slot_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
WORKDAYS = range(5)


class World:
    """The fixtures' `at` is Tuesday 24 November 2026, 10 in the morning."""

    def __init__(self, make, at):
        self.make, self.at = make, at
        self.branch = make.branch("桃源镇党委")
        self.unit = make.unit(self.branch, name="桃源村")
        self.officer = make.officer(self.branch, person=make.person(name="王正国"))
        self.guest = make.person(name="张桂兰")
        self.clinic = self.make_clinic()
        self.lawyer = self.practitioner(make.person(name="陆律师"))
        self.service = self.make_service()

    def make_clinic(self, kind=ClinicKind.LEGAL_AID, *, verified=True, **kw):
        made = {"title": "桃源法律援助点", "address": "桃源镇新街 1 号", "ways": "place,phone"}
        clinic = self.make.add(
            Clinic(
                branch_id=self.branch.id,
                kind=kind,
                unit_id=self.unit.id,
                made_by=self.officer.id,
                made_at=LONG_AGO,
                **(made | kw),
            )
        )
        if verified:
            self.verify(clinic)
        return clinic

    def verify(self, clinic, status=SponsorshipStatus.ACTIVE):
        return self.make.add(
            Sponsorship(
                kind="clinic",
                ref=clinic.id,
                branch_id=self.branch.id,
                asked_by=self.officer.id,
                asked_at=LONG_AGO,
                status_at=LONG_AGO,
                decided_at=LONG_AGO,
                valid_from=date(2025, 1, 1),
                valid_until=date(2027, 12, 31),
                steward_id=self.officer.id,
                status=status,
            )
        )

    def practitioner(self, person, kind=PractitionerKind.LAWYER, **kw):
        made = {"licence": "13326201910000001", "licence_until": date(2028, 1, 1), **kw}
        return self.make.add(
            Practitioner(
                person_id=person.id,
                kind=kind,
                branch_id=self.branch.id,
                seen_by=self.officer.id,
                seen_at=LONG_AGO,
                **made,
            )
        )

    def make_service(self, practitioner=None, clinic=None, hours=((540, 720), (840, 1020)), **kw):
        made = {"minutes": 30, "after": 10, "ways": "place,phone", **kw}
        service = self.make.add(
            Service(
                clinic_id=(clinic or self.clinic).id,
                practitioner_id=(practitioner or self.lawyer).id,
                **made,
            )
        )
        for weekday in WORKDAYS:
            for begins, ends in hours:
                self.add_hours(service, weekday, begins, ends)
        return service

    def add_hours(self, service, weekday, begins, ends):
        hours = {"weekday": weekday, "begins": begins, "ends": ends}
        return self.make.add(WeeklyHours(service_id=service.id, **hours))

    def actor(self, person, at=None):
        return find_actor(person.id, at=at or self.at)

    def start(self, hour, minute=0, day=1):
        """Return a moment so many days after the fixtures' day, by the village's clock."""
        local = (self.at + day * DAY).astimezone(VILLAGE)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)

    def hold(self, start, person=None, service=None, at=None, way=""):
        by, service = self.actor(person or self.guest), service or self.service
        way = way or service.ways.split(",")[0]
        with writing():
            return booking.hold(service, start, way, by=by, at=at or self.at)

    def book(self, start, person=None, service=None, at=None):
        person = person or self.guest
        made = self.hold(start, person, service, at)
        with writing():
            booking.want(made, by=self.actor(person), at=at or self.at)
        return made

    def cells(self, appointment=None):
        query = db.session.query(Cell)
        if appointment is not None:
            query = query.filter(Cell.appointment_id == appointment.id)
        return query.count()

    def booked_row(self, start, status=AppointmentStatus.BOOKED, **kw):
        """Return an appointment as it stands in the table, without its cells."""
        return self.make.add(
            Appointment(
                ref=secrets.token_urlsafe(18),
                service_id=self.service.id,
                practitioner_id=self.lawyer.id,
                person_id=(person := kw.pop("person", self.guest)).id,
                made_by=person.id,
                way="place",
                starts_at=start,
                ends_at=start + timedelta(minutes=30),
                status=status,
                made_at=self.at,
                **kw,
            )
        )


class Clinics(World):
    """The same on the server's clock and on all days, with a counsellor; times in three days."""

    def __init__(self, make, at):
        super().__init__(make, at)
        with writing():
            db.session.get(Service, self.service.id).ended_at = at
        self.service = self.daily(self.lawyer, self.clinic)
        self.counselling = self.make_clinic(ClinicKind.COUNSELLING, title="桃源谈心室")
        self.counsellor = self.practitioner(
            make.person(name="温老师"), PractitionerKind.COUNSELLOR, languages="mandarin,local"
        )
        self.talk = self.daily(self.counsellor, self.counselling, ways="place,phone")

    def daily(self, practitioner, clinic, **kw):
        service = self.make_service(practitioner, clinic, hours=(), **{"ways": "place", **kw})
        for weekday in range(7):
            for begins, ends in ((540, 720), (840, 1020)):
                self.add_hours(service, weekday, begins, ends)
        return service

    def time(self, hour=9, minute=0, days=3):
        local = (self.at + days * DAY).astimezone(VILLAGE)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def url(self, service=None, **kw):
        return f"/appointments/new/{(service or self.service).id}?start={slot_of(self.time(**kw))}"
