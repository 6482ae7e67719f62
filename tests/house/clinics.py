"""Clinics in a furnished house: a lawyer and a counsellor, times that are booked, and cases.

What somebody has said lies in a safe with a canary in it, for themselves and who has it in hand.
`person` is the lawyer of `own` and the contact clerk of `upper`, `other` the lawyer of `other`.
"""

from datetime import date, timedelta

from sqlalchemy import select

from core.clock import VILLAGE, village_day
from core.db import db, writing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from services.cases.models import Outcome
from services.cases.operations import breaking, handling, papers, safekeeping
from services.clinics.models import (
    Appointment,
    ClinicKind,
    DayOff,
    ExtraHours,
    Practitioner,
    PractitionerKind,
)
from services.clinics.operations import booking, groups, setting_up
from services.clinics.rules.setting_up import Paper, Said

MISSING = 987_654
NO_REF = f"{MISSING:032x}"
NO_NUMBER = "2222222222"
LAWYERS = {"own": "person", "other": "other"}
CONTACTS = {"upper": "person"}
CANARY = "机密-canary"
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DAYS = range(7)
# What stands in the address of a practitioner's page, where it is not an appointment to come.
WAITS = {"practice.accept": "wish", "practice.decline": "wish"}
# And of a case: one whose glass somebody wants to break, and one whose glass is broken.
GLASS = {
    "practice.second": "glass_asked",
    "practice.broken": "glass_broken",
    "practice.open_broken": "glass_broken",
}


class Clinics:
    """Sets clinics up and books them, by the operations of the house."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        self.count = 0

    def fill(self, where):
        """Put in a clinic of each kind with a practitioner, a booked time, and a case in hand."""
        village = self.house.villages[where]
        things, branch = village.things, village.branch
        officer = self.make.actor(self.house.volunteering.by(where)[0])
        lawyer = self.house.people.get(LAWYERS.get(where)) or self.person(f"律师{where}")
        things["practitioner"] = self.seen(branch, lawyer, PractitionerKind.LAWYER, officer)
        things["counsellor"] = self.seen(
            branch, self.person(f"咨询师{where}"), PractitionerKind.COUNSELLOR, officer
        )
        things["clinic"] = self.clinic(where, ClinicKind.LEGAL_AID, officer)
        things["counselling"] = self.clinic(where, ClinicKind.COUNSELLING, officer)
        contact = self.house.people.get(CONTACTS.get(where)) or self.person(f"联络员{where}")
        with writing():
            setting_up.name_contact(
                things["clinic"], contact, has_undertaken=True, by=officer, at=self.at
            )
        things["service"] = self.service(things["clinic"], things["practitioner"], officer)
        things["wished"] = self.service(
            things["clinic"], things["practitioner"], officer, asks=True, minutes=15
        )
        things["talks"] = self.service(
            things["clinic"], things["practitioner"], officer, seats=20, minutes=60
        )
        things["counselling_service"] = self.service(
            things["counselling"], things["counsellor"], officer
        )
        things["away"], things["extra"] = self.days(things, officer, 300)
        with writing():
            things["session"] = groups.open_session(
                things["talks"], f"讲座{where}", self.free(), by=officer, at=self.at
            )
        guest = things["resident"]
        things["appointment"] = self.booked(things["service"], guest)
        things["wish"] = self.booked(things["wished"], guest)
        things["case"] = self.case(things["clinic"], guest, f"{CANARY}-{where}")
        things["handed"] = self.handed(things["clinic"], guest, things["appointment"], where)
        things["contact"] = contact
        things["glass_asked"] = self.glass(things, f"asked-{where}")
        things["glass_broken"] = self.glass(things, f"broken-{where}", agreed=lawyer)

    def person(self, name):
        return self.make.person(name=name, password_hash="x")

    def seen(self, branch, person, kind, officer):
        paper = Paper(kind=kind, licence=f"LICENCE-{person.id}", languages=("mandarin", "local"))
        with writing():
            return setting_up.see(branch, person, paper, by=officer, at=self.at)

    def clinic(self, where, kind, officer):
        village = self.house.villages[where]
        said = Said(
            title=f"{where}{'法律' if kind is ClinicKind.LEGAL_AID else '疏导'}点",
            address=f"{where}街 1 号",
            ways=("place", "phone"),
            unit_id=village.things["unit"].id,
            phone="0718-7654321",
        )
        with writing():
            made = setting_up.open_clinic(village.branch, kind, said, by=officer, at=self.at)
        self.verify(village, made)
        return made

    def verify(self, village, clinic):
        steward = village.things["steward"].id
        day = village_day(self.at)
        self.make.add(
            Sponsorship(
                kind="clinic",
                ref=clinic.id,
                branch_id=village.branch.id,
                asked_by=steward,
                asked_at=self.at,
                status_at=self.at,
                decided_at=self.at,
                valid_from=day,
                valid_until=date(day.year + 1, day.month, min(day.day, 28)) - timedelta(days=1),
                steward_id=steward,
                status=SponsorshipStatus.ACTIVE,
            )
        )

    def service(self, clinic, practitioner, officer, **kw):
        made = {"minutes": 30, "ways": ("place",), "after": 0, "notice_hours": 0, **kw}
        made = {"daily_cap": 50, "change_hours": 0, **made}
        terms = setting_up.Terms(**made)
        with writing():
            service = setting_up.offer_service(clinic, practitioner, terms, by=officer, at=self.at)
            for weekday in DAYS:
                setting_up.set_week(service, weekday, [(0, 1440)], by=officer, at=self.at)
        return service

    def days(self, things, officer, number):
        """Return a day off of the practitioner and hours of another day besides the week."""
        day = village_day(self.at) + timedelta(days=number)
        with writing():
            practitioner, service = (
                db.session.merge(things[name]) for name in ("practitioner", "service")
            )
            setting_up.be_away(practitioner, day, (0, 1440), by=officer, at=self.at)
            setting_up.add_hours(
                service, day + timedelta(days=1), (540, 600), by=officer, at=self.at
            )
        found = DayOff, ExtraHours
        return [db.session.scalars(select(each).order_by(each.id.desc())).first() for each in found]

    def free(self):
        """Return a whole hour that nobody has asked for yet."""
        self.count += 1
        local = self.at.astimezone(VILLAGE).replace(hour=0, minute=0, second=0, microsecond=0)
        return local + timedelta(days=2 + self.count // 24 % 20, hours=self.count % 24)

    def booked(self, service, guest, start=None):
        by, service = self.make.actor(guest), db.session.get(type(service), service.id)
        with writing():
            service = db.session.merge(service)
            made = booking.hold(service, start or self.free(), "place", by=by, at=self.at)
            booking.want(made, by=by, at=self.at)
        return made

    def case(self, clinic, client, words, *, submitted=True):
        """Return a case with something said in it, handed to the contact clerk or still begun."""
        by = self.make.actor(client)
        with writing():
            made = handling.begin(clinic, by=by, at=self.at)
            safekeeping.save_intake(made, {"story": words}, by=by, at=self.at)
            if submitted:
                handling.submit(made, by=by, at=self.at)
        return made

    def handed(self, clinic, client, appointment, where):
        by = self.make.actor(client)
        made = self.case(clinic, client, f"{CANARY}-handed-{where}", submitted=False)
        with writing():
            handling.submit(made, appointment=appointment, by=by, at=self.at)
        return made

    def glass(self, things, words, *, agreed=None):
        """Return a case that the contact clerk wants opened in haste, and whoever has agreed."""
        client = self.person(f"急事{words}")
        appointment = self.booked(things["service"], client)
        case = self.handed(things["clinic"], client, appointment, words)
        clerk, reason = self.make.actor(things["contact"]), f"{CANARY}-{words}"
        with writing():
            asked = breaking.ask_to_break(case, reason, by=clerk, at=self.at)
            if agreed is not None:
                by = self.make.actor(agreed)
                breaking.second(asked, case, reason, by=by, at=self.at)
        return case

    def closed(self, things, number):
        """Let the lawyer close one more case."""
        client = self.person(f"办完的人{number}")
        appointment = self.booked(things["service"], client)
        case = self.handed(things["clinic"], client, appointment, f"closed{number}")
        by = self.make.actor(db.session.get(Practitioner, things["practitioner"].id).person)
        with writing():
            handling.close(case, Outcome.ADVISED, by=by, at=self.at)

    def belongings(self, role, person):
        """Return one's own appointment and cases, at the clinic of another village."""
        where = "foreign" if role == "other" else "other"
        things = self.house.villages[where].things
        if person.id == things["practitioner"].person_id:
            things = self.house.villages["foreign"].things
        return {
            "appointment": self.booked(things["service"], person),
            "draft": self.with_paper(things["clinic"], person, f"{CANARY}-{role}", submitted=False),
            "case": self.with_paper(things["clinic"], person, f"{CANARY}-{role}"),
        }

    def booked_by(self, person, helper):
        """Let this helper have booked the person's appointments: they see no others."""
        mine = Appointment.__table__.update().where(Appointment.person_id == person.id)
        with writing():
            db.session.execute(mine.values(made_by=helper.id))

    def with_paper(self, clinic, client, words, *, submitted=True):
        """Return a case with something said in it, and one paper."""
        by, bare = self.make.actor(client), papers.prepare(f"{words}.pdf", PAPER)
        made = self.case(clinic, client, words, submitted=False)
        with writing():
            papers.lay(made, bare, by=by, at=self.at)
            if submitted:
                handling.submit(made, by=by, at=self.at)
        return made

    def shredded(self, clinic, client):
        """Put in a case of which only the envelope is left."""
        by = self.make.actor(client)
        with writing():
            made = handling.begin(clinic, by=by, at=self.at)
            handling.shred(made, by=by, at=self.at)

    @staticmethod
    def part(name, word):
        """Return the name of a question, or the number of a paper."""
        if name == "question":
            return "nothing" if word == "missing" else "story"
        return MISSING if word == "lost" else 1

    def in_address(self, name, word, role, endpoint):
        """Return what stands in the address of an appointment, a case or a practitioner's page."""
        if name in {"question", "n"}:
            return self.part(name, word)
        if word in {"missing", "lost"}:
            return {"ref": NO_REF, "number": NO_NUMBER}.get(name, MISSING)
        if name == "session_id":
            word = "upper" if word == "own" else word  # `person` cannot sit in their own talk
        if word in {"mine", "other's", "draft"}:
            whose = "other" if word == "other's" or role == "visitor" else role
            things = self.house.mine[whose]
        else:
            things = self.house.villages[word].things
        if name == "ref":
            return things.get(WAITS.get(endpoint), things["appointment"]).ref
        if name == "number" and endpoint in GLASS:
            return things[GLASS[endpoint]].number
        if name == "number":
            known = {"draft": "draft", "mine": "case", "other's": "case", "upper": "case"}
            return things[known.get(word, "handed")].number
        return things[name.removesuffix("_id")].id

    def more(self, number):
        """Put in one more of all that lists of appointments and clinics show."""
        own = self.house.villages["own"].things
        guest = self.person(f"来的人{number}")
        appointment = self.booked(own["service"], guest)
        self.handed(own["clinic"], guest, appointment, f"more{number}")
        self.booked(own["wished"], self.person(f"想来的人{number}"))
        self.glass(own, f"more{number}")
        self.closed(own, number)
        self.case(self.house.villages["upper"].things["clinic"], guest, f"{CANARY}-{number}")
        officer = self.make.actor(self.house.volunteering.by("own")[0])
        branch = self.house.villages["own"].branch
        other = self.seen(branch, self.person(f"律师{number}"), PractitionerKind.LAWYER, officer)
        clinic = self.clinic("own", ClinicKind.LEGAL_AID, officer)
        service = self.service(clinic, other, officer)
        self.service(own["clinic"], other, officer)
        self.days(own, officer, 40 + 2 * number)
        with writing():
            talks = db.session.merge(own["talks"])
            groups.open_session(talks, f"讲座{number}", self.free(), by=officer, at=self.at)
        for role in ("officer", "upper", "clerk", "admin", "person"):
            if number < 1:
                self.booked(service, self.house.people[role])
            self.shredded(own["clinic"], self.house.people[role])
