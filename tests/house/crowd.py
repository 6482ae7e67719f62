"""More of everything that a page lists."""

from datetime import UTC, datetime, timedelta

from core.accounts.models import Address
from core.branches.models import BranchKind, Household, MembershipStatus
from core.bulletins.models import Bulletin
from core.complaints.models import ComplaintStatus
from core.db import db, writing
from core.history.operations import record
from core.notices.models import Notice
from core.roster.operations import check_in
from core.roster.papers import read_roster
from core.site.models import Sheet, SheetKind
from core.sponsorship.models import SponsorshipStatus
from shop.catalog.models import StockMove, StockReason
from shop.producers.models import PaperKind
from shop.reports.models import ReportStatus
from tests.make_shop import LONG_AGO, MakeShop

ROLES = ("officer", "upper", "clerk", "admin", "person")
PROVINCES = [f"{code}" for code in (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41)]
PROVINCES += [f"{code}" for code in (43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71)]


def more(house, start, end):
    """Put in so many more of everything that a page lists."""
    make, at = house.make, datetime.now(UTC)
    own, upper = house.villages["own"], house.villages["upper"]
    unit, officer = own.things["unit"], house.people["officer"]
    for number in range(start, end):
        make.branch(f"下级支部{number}", parent=upper.branch)
        make.branch(f"合作社支部{number}", parent=own.branch, kind=BranchKind.COOPERATIVE)
        make.unit(own.branch, name=f"网店{number}")
        household = make.add(Household(unit_id=unit.id, number=f"n-{number}"))
        neighbour = make.resident(
            unit,
            make.person(name=f"村民{number}", phone=f"1350000{number:04}"),
            household_id=household.id,
        )
        make.member(own.branch, neighbour)
        make.member(
            own.branch,
            make.person(name=f"申请{number}", phone=f"1360000{number:04}"),
            MembershipStatus.ASKED,
        )
        make.clerk(make.person(name=f"办事员{number}", phone=f"1370000{number:04}"))
        for role in ROLES:
            person = house.people[role]
            make.sign_in(person, device=f"设备{number}")
            make.add(belonging(person.id, number, at))
            make.add(told(person.id, number, at))
        make.add(
            Bulletin(
                branch_id=own.branch.id,
                title=f"通知{number}",
                text="开会",
                until=at.date() + timedelta(days=2),
                posted_at=at,
                posted_by=officer.id,
                keeper_id=officer.id,
            )
        )
        make.add(sheet(number, at))
        imported(house, unit, officer, number, at)
        trade(house, number)
        house.volunteering.more(number)
        house.shifts.more(number)
        house.certificates.more(number)
        house.hands.more(number)
        house.proxies.more(number)
        house.hours.more(number)
        house.helping.more(number)
        house.clinics.more(number)
        house.school.more(number)
        house.exams.more(number)
        house.enrolments.more(number)
        house.learning.more(number)
        house.classes.more(number)
        with writing():
            record("tried", "probe", number, by=make.actor(officer), at=at)
    db.session.rollback()


def belonging(person_id, number, at):
    return Address(
        person_id=person_id,
        receiver=f"收件人{number}",
        phone="13900000000",
        district="330106",
        detail=f"{number} 号",
        created_at=at,
    )


def told(person_id, number, at):
    return Notice(
        key=f"n:{person_id}:{number}",
        person_id=person_id,
        event="bulletins.posted",
        about=f"n:{number}",
        facts={"title": f"通知{number}", "branch": "支部"},
        url="/branches/",
        at=at,
    )


def sheet(number, at):
    return Sheet(
        kind=SheetKind.RULES,
        number=number + 10,
        text="# 规则",
        summary=f"第{number}版",
        published_at=at - timedelta(days=9),
        effective_at=at - timedelta(days=1),
    )


def imported(house, unit, officer, number, at):
    actor = house.make.actor(officer)
    lines = "\n".join(f"新人{each},,h{each}" for each in range(number + 1))
    text = f"姓名,手机号,户号\n{lines}\n".encode()
    read, verdicts = read_roster(text, "r.csv", unit=unit, officer=officer.id)
    with writing():
        check_in(unit, read, verdicts, file_name=f"{number}.csv", by=actor, at=at)


def trade(house, number):
    """Put in one more of all that the market, its desks and its sellers list."""
    shop, things = MakeShop(house.make), house.villages["own"].things
    producer, product, steward = things["producer"], things["product"], things["steward"]
    shop.paper(producer, PaperKind.FOOD_OPERATION)
    shop.picture_of(producer)
    shop.zone(producer, PROVINCES[number])
    shop.point(producer)
    mine = shop.on_sale(producer, things["active"], title=f"脐橙{number}")
    shop.pack(product, name=f"第 {number} 种", position=number + 5)
    shop.product_picture(product)
    house.market.certificate(product, things["shown"])
    move = {"pack_id": things["pack"].id, "delta": 1, "reason": StockReason.HARVEST}
    house.make.add(StockMove(**move, by=things["owner"].id, at=LONG_AGO))
    shop.qualification(things["owner"], branch=house.villages["own"].branch)
    verified(shop, house.villages["own"], steward, number)
    said(house, product, mine, number)
    bought(house, things, number)


def bought(house, things, number):
    """Let one more person buy: an order that waits, one that came and was reviewed."""
    buyer = house.make.person(name=f"买主{number}")
    house.trade.harvest(things["pack"], 3)
    house.trade.order(things, buyer, f"收件人{number}", "placed")
    for answered in (False, True):
        came = house.trade.order(things, buyer, f"收件人{number}", "received")
        review = house.trade.review(came.lines[0], buyer)
        if answered:
            house.trade.answer(review, things["owner"])


def verified(shop, village, steward, number):
    """Let the branch have one more verification of each kind, and one more farm on the market."""
    things, kept = village.things, {"branch": village.branch, "steward_id": steward.id}
    unit = things["unit"]
    for status in (SponsorshipStatus.ACTIVE, SponsorshipStatus.ASKED, SponsorshipStatus.ENDED):
        farm = shop.producer(unit=unit, name=f"{status.value}农场{number}", classes="fresh")
        sponsorship = shop.sponsorship(farm, status=status, **kept)
        if status is SponsorshipStatus.ACTIVE:
            product = shop.on_sale(farm, sponsorship, title=f"蜜柚{number}")
            shop.product_picture(product)
            shop.product(farm, title=f"等放的{number}")
    shop.sponsorship(things["quiet"], status=SponsorshipStatus.REFUSED, reason="再等等", **kept)


def said(house, product, mine, number):
    """Let one more person ask, report and complain."""
    market, stranger = house.market, house.make.person(name=f"路人{number}")
    market.question(product, stranger)
    market.question(product, stranger, answer="甜", answered_at=LONG_AGO)
    market.report(product, stranger, "own")
    decided = {"status": ReportStatus.DISMISSED, "decided_at": LONG_AGO, "decision": "没有问题"}
    market.report(mine, stranger, "own", **decided)
    for level in (ComplaintStatus.WITH_STEWARD, ComplaintStatus.WITH_OPERATOR):
        market.complaint("own", stranger, level, mark=number)
    market.complaint("other", house.people["person"], ComplaintStatus.ANSWERED, mark=number)
