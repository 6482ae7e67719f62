"""A furnished house: every role, two of each thing, and a canary in what belongs to somebody."""

import io
from dataclasses import dataclass, field
from datetime import timedelta

from PIL import Image
from sqlalchemy import select

from core.accounts import demo
from core.accounts.codes import make_code
from core.accounts.models import Address, CodePurpose, SignIn
from core.accounts.sessions import hash_of
from core.admin.operations import look_up
from core.branches.models import BranchKind, Household, MembershipStatus, OfficeRole, OfficeTerm
from core.bulletins.models import Bulletin
from core.db import db, writing
from core.notices.models import Notice
from core.roster.operations import check_in
from core.roster.papers import read_roster
from core.site.models import Sheet, SheetKind
from core.storage.operations import keep, lay_picture
from tests.house.certificates import Certificates
from tests.house.classes import Classes
from tests.house.clinics import Clinics
from tests.house.enrolments import Enrolments
from tests.house.exams import Exams
from tests.house.hands import Hands
from tests.house.helping import Helping
from tests.house.hours import Hours
from tests.house.learning import Learning
from tests.house.market import Market
from tests.house.proxies import Proxies
from tests.house.recorded import Recorded
from tests.house.school import School
from tests.house.shifts import Shifts
from tests.house.trade import Trade
from tests.house.volunteering import Volunteering
from tests.make import Make

ROLES = ("visitor", "person", "officer", "upper", "clerk", "admin")
MISSING = 987_654
OWNERS = {"own": "person", "other": "other"}  # who runs the farm of which village


@dataclass
class Village:
    """One branch with all that hangs on it; `canary` stands in what is its own."""

    canary: str
    branch: object = None
    things: dict = field(default_factory=dict)


class Furnished:
    """Three branches in a tree (`upper` above `own` and `other`), one apart, and all roles.

    `person` lives in `own`, `officer` is its secretary, `upper` is the secretary above; `other`
    has a secretary and people of its own.
    """

    def __init__(self, at):
        self.at, self.make = at, Make()
        self.people, self.villages, self.mine = {}, {}, {}
        self.tokens, self.sign_ins = {}, {}
        upper = self.village("upper", kind=BranchKind.TOWNSHIP)
        self.village("own", parent=upper.branch)
        self.village("other", parent=upper.branch)
        self.village("foreign", kind=BranchKind.TOWNSHIP)
        self.roles()
        self.market, self.trade = Market(self, picture()), Trade(self)
        self.volunteering = Volunteering(self)
        self.shifts = Shifts(self)
        self.certificates, self.hands = Certificates(self), Hands(self)
        self.proxies = Proxies(self)
        self.helping = Helping(self)
        self.hours = Hours(self)
        self.clinics = Clinics(self)
        self.school = School(self)
        self.exams = Exams(self)
        self.enrolments = Enrolments(self)
        self.recorded = Recorded(self)
        self.learning = Learning(self, picture())
        self.classes = Classes(self)
        for where in self.villages:
            self.fill(where)
        for where, village in self.villages.items():
            self.market.fill(where, self.people.get(OWNERS.get(where)) or village.things["farmer"])
            self.trade.fill(where)
            self.volunteering.fill(where)
            self.shifts.fill(where)
            self.certificates.fill(where)
            self.hands.fill(where)
            self.proxies.fill(where)
            self.helping.fill(where)
            self.hours.fill(where)
            self.clinics.fill(where)
            self.school.fill(where)
            self.exams.fill(where)
            self.enrolments.fill(where)
            self.recorded.fill(where)
            self.learning.fill(where)
            self.classes.fill(where)
        for role in (*ROLES[1:], "other"):
            self.belongings(role)
        self.make.member(self.villages["own"].branch, self.people["person"], MembershipStatus.ASKED)
        self.proxies.trusted(self.people["person"])
        self.house()
        self.let_go()

    @staticmethod
    def let_go():
        """Read all rows once more and let them go, so that they can be asked after any rollback."""
        for row in list(db.session):
            db.session.refresh(row)
        db.session.expunge_all()
        db.session.rollback()

    def village(self, where, parent=None, kind=BranchKind.VILLAGE):
        made = Village(canary=f"canary-{where}-{len(where)}x")
        made.branch = self.make.branch(
            f"{where}党支部", parent=parent, kind=kind, phone="0718-1234567"
        )
        made.things["unit"] = self.make.unit(made.branch, name=f"{where}村")
        self.villages[where] = made
        return made

    def roles(self):
        own, other = self.villages["own"], self.villages["other"]
        self.people = {
            "person": self.make.resident(own.things["unit"], self.make.person(name="张三person")),
            "other": self.make.resident(other.things["unit"], self.make.person(name="李四other")),
            "officer": self.make.officer(own.branch, person=self.make.person(name="王正officer")),
            "upper": self.make.officer(
                self.villages["upper"].branch, person=self.make.person(name="赵乡upper")
            ),
            "clerk": self.make.clerk(self.make.person(name="钱办clerk")),
            "admin": self.make.admin(self.make.person(name="孙管admin")),
        }
        # Acts need somebody who stays when one is taken away.
        self.make.admin(self.make.person(name="另一位管理员"))
        self.make.clerk(self.make.person(name="另一位办事员"))

    def fill(self, where):
        village, make = self.villages[where], self.make
        branch, unit, things = village.branch, village.things["unit"], village.things
        things["steward"] = self.people.get({"own": "officer"}.get(where))
        if where in {"other", "foreign"}:
            things["steward"] = make.officer(branch, person=make.person(name=f"书记{where}"))
        things["farmer"] = make.resident(unit, make.person(name=f"农户{where}"))
        things["term"] = make.add(
            OfficeTerm(
                branch_id=branch.id,
                person_id=make.person(name=f"委员{where}").id,
                role=OfficeRole.PUBLICITY,
                since=self.at.date() - timedelta(days=30),
            )
        )
        things["asked"] = make.member(
            branch, make.person(name=f"申请人{where}"), MembershipStatus.ASKED
        )
        member = make.person(name=f"党员{where}")
        things["member"] = make.member(branch, member)
        # Above, a member without an office stands by the farm: who leads may not do it all.
        things["steward"] = things["steward"] or member
        household = make.add(Household(unit_id=unit.id, number=f"{where}-1"))
        things["resident"] = make.resident(
            unit,
            make.person(name=f"{village.canary}村民", consent_note="canary-consent"),
            household_id=household.id,
        )
        things["bulletin"] = make.add(self.bulletin(branch, where))
        if where != "foreign":
            things["roster"] = self.roster(unit, where)

    def bulletin(self, branch, where):
        officer = self.people["officer"].id
        return Bulletin(
            branch_id=branch.id,
            title=f"通知{where}",
            text=f"请来办公室 {where}",
            until=self.at.date() + timedelta(days=20),
            posted_at=self.at - timedelta(days=1),
            posted_by=officer,
            keeper_id=officer,
        )

    def roster(self, unit, where):
        """Put in an import that was read and checked, and waits for the officer's word."""
        officer = self.make.actor(self.people["officer"])
        text = f"姓名,手机号,户号\n花名册{where},,{where}-7\n".encode()
        sheet, verdicts = read_roster(text, f"{where}.csv", unit=unit, officer=officer.id)
        with writing():
            return check_in(unit, sheet, verdicts, file_name=f"{where}.csv", by=officer, at=self.at)

    def house(self):
        """Put in what belongs to the house itself: rules, files, a letter that never went out."""
        for kind in SheetKind:
            self.make.add(
                Sheet(
                    kind=kind,
                    number=1,
                    text="# 规则\n\n请互相尊重。",
                    summary="第一版",
                    published_at=self.at - timedelta(days=30),
                    effective_at=self.at - timedelta(days=20),
                )
            )
        admin = self.make.actor(self.people["admin"])
        with writing():  # the administrator has just looked this account up
            look_up(self.people["other"], by=admin, at=self.at)
        self.dead = self.make.add(
            Notice(
                key="test:dead",
                person_id=self.people["other"].id,
                event="test",
                about="test:2",
                facts={},
                url="/",
                at=self.at,
                channel="mail",
                address="dead@example.com",
                tries=8,
                dead=1,
            )
        )
        with writing():
            demo.fill(self.at)
        self.files = {}
        officer = self.make.actor(self.people["officer"])
        for name, is_public in (("public", True), ("private", False)):
            laid = lay_picture(f"{name}.png", picture(), by=officer)
            with writing():
                kept = keep(laid, is_public=is_public, by=officer, at=self.at)
            self.files[name] = kept.ref
        self.codes = {
            purpose: self.code(purpose, person)
            for purpose, person in (
                (CodePurpose.REGISTER, None),
                (CodePurpose.RESET, self.people["other"]),
            )
        }

    def code(self, purpose, person):
        with writing():
            made = make_code(
                purpose,
                address="someone@example.com",
                at=self.at,
                person_id=person.id if person else None,
                name=None if person else "新来的",
                password_hash=None if person else "x",
            )
            return made.handle

    def belongings(self, role):
        person, canary = self.people[role], f"canary-{role}"
        mine = {
            "address": Address(
                person_id=person.id,
                receiver=f"{canary}-receiver",
                phone="13900000000",
                district="422801",
                detail=f"{canary}-detail",
                created_at=self.at,
            ),
            "notice": Notice(
                key=f"test:{role}:{person.id}",
                person_id=person.id,
                event="bulletins.published",
                about="test:1",
                facts={"title": f"{canary}-notice", "branch": canary},
                url="/branches/",
                at=self.at,
            ),
        }
        self.mine[role] = {name: self.make.add(row) for name, row in mine.items()}
        self.tokens[role] = self.make.sign_in(person, device=f"{canary}-device")
        second = hash_of(self.make.sign_in(person, device=f"{canary}-second"))
        self.sign_ins[role] = db.session.scalar(
            select(SignIn.id).where(SignIn.token_hash == second)
        )
        self.mine[role] |= self.market.belongings(role, person)
        self.mine[role] |= self.trade.belongings(role, person)
        self.mine[role] |= self.shifts.belongings(role, person)
        self.mine[role] |= self.proxies.belongings(role, person)
        self.mine[role] |= self.helping.belongings(role, person)
        self.mine[role] |= self.hours.belongings(role, person)
        self.mine[role] |= self.clinics.belongings(role, person)
        self.mine[role] |= self.exams.belongings(role, person)
        self.mine[role] |= self.enrolments.belongings(role, person)
        self.mine[role] |= self.learning.belongings(person)
        self.mine[role] |= self.classes.belongings(person)
        self.mine[role]["code"] = self.code(CodePurpose.CONFIRM_EMAIL, person)


def picture():
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a8").save(data, "PNG")
    return data.getvalue()
