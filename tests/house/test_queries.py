"""A list of thirty costs as many queries as a list of three; the first pages cost few."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Blueprint
from sqlalchemy import event

from core.accounts.models import Address
from core.branches.models import Branch, BranchKind, Household, MembershipStatus
from core.bulletins.models import Bulletin
from core.cache.operations import bump
from core.db import db, writing
from core.history.operations import record
from core.notices.models import Notice
from core.roster.operations import check_in
from core.roster.papers import read_roster
from core.site.models import Sheet, SheetKind
from core.web.guard import public
from tests.house.doors import Doors, furnish

FEW, MANY = 3, 30
# What waits is named one by one up to a dozen; of more, each kind is counted with one query.
COUNTED = {"/desk/": 2, "/desk/2/week": 2}
ROLES = ("officer", "upper", "admin", "person")


@pytest.fixture
def count(app):
    """Return how many statements a request makes."""
    seen = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)

    def ask(client, url, *, anew=False):
        if anew:
            with writing():
                bump()
        seen.clear()
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return len(seen)

    yield ask
    event.remove(db.engine, "before_cursor_execute", note)


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


def pages(doors, role):
    """Return every page that this role may see and that is a list or holds one."""
    found = []
    for endpoint, method in sorted(doors.rules):
        rule = doors.rules[endpoint, method]
        if method != "GET" or endpoint.startswith(("static", "files.", "machines.", "accounts.")):
            continue
        if rule.arguments - {"branch_id"}:
            continue
        if rule.arguments and role not in {"officer", "upper"}:
            continue
        found.append(doors.url(endpoint, method, "upper" if role == "upper" else "own", role))
    return found


def test_thirty_cost_as_many_queries_as_three(app, count, record_property):
    house = furnish()
    doors = Doors(app, house)
    clients = {}
    for role in ROLES:
        clients[role] = app.test_client()
        clients[role].look = False
        with clients[role].session_transaction() as session:
            session.update(_user_id=house.tokens[role], _fresh=True)
    more(house, 0, FEW)
    seen = {
        (role, url): count(clients[role], url, anew=True)
        for role in ROLES
        for url in pages(doors, role)
        if clients[role].get(url).status_code == 200
    }
    more(house, FEW, MANY)
    grown = {key: count(clients[key[0]], key[1], anew=True) for key in seen}
    record_property("pages", len(seen))
    record_property("most queries", max(grown.values()))
    assert len(seen) > 50
    wrong = {
        k: (seen[k], grown[k]) for k in seen if grown[k] - seen[k] not in {0, COUNTED.get(k[1], 0)}
    }
    assert wrong == {}


def test_control_a_query_a_row_is_counted(app, count, client, make):
    """A page that asks once a row is seen to grow."""
    bp = Blueprint("greedy", __name__)

    @bp.get("/greedy")
    @public
    def greedy():
        ids = db.session.scalars(db.select(Branch.id)).all()
        return ",".join(db.session.get(Branch, each).name for each in ids)

    app.register_blueprint(bp)
    client.look = False
    make.branch()
    one = count(client, "/greedy")
    make.branch()
    assert count(client, "/greedy") == one + 1


@pytest.mark.parametrize("url", ["/", "/branches/", "/branches/{branch}", "/login", "/register"])
def test_the_first_pages_cost_six_queries_at_most(url, client_of, house, count, app):
    url = url.format(branch=house.villages["own"].branch.id)
    for role in ("visitor", "person", "officer"):
        if role == "visitor" or not url.startswith(("/login", "/register")):
            assert count(client_of(role), url) <= 6, role  # the visitor's is made anew
