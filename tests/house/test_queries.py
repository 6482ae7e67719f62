"""A list of thirty costs as many queries as a list of three; the first pages cost few."""

import pytest
from flask import Blueprint
from sqlalchemy import event

from core.branches.models import Branch
from core.cache.operations import bump
from core.db import db, writing
from core.web.guard import public
from tests.house.crowd import ROLES, more
from tests.house.doors import Doors, furnish

FEW, MANY = 3, 30
# What waits is named one by one up to a dozen; of more, each kind is counted with one query.
COUNTED = {"desk.home": 2, "desk.week": 2, "desk_offices.hand_over": 1, "operate.home": 1}
# Of the newest places each kind is read with one query: where thirty farms are new, no clinic is.
COUNTED |= {"sponsorship.stewarding": -2}
MOST_OF_A_LIST = 8
LISTS = {
    "market.home",
    "market.farm",
    "questions.of",
    "catalog.home",
    "questions_desk.home",
    "freight.home",
    "sell.home",
    "sell.papers",
    "sell.pictures",
    "sponsorship_desk.home",
    "sponsorship.stewarding",
    "qualifications_desk.home",
    "qualifications.mine",
    "certificates_desk.home",
    "certificates.mine",
    "hardships_desk.home",
    "producers_desk.home",
    "complaints_desk.home",
    "complaints_operate.home",
    "complaints.mine",
    "reports.home",
    "operate.home",
    "orders_operate.home",
    "orders_figures.home",
    "reviews.of",
    "reviews.desk",
    "reviews.operate",
    "volunteering.home",
    "volunteering_desk.home",
    "volunteering_licences.home",
    "proxy.home",
    "proxy.show",
    "proxy_desk.home",
    "proxy_desk.show",
    "help.home",
    "help_desk.home",
    "paid_work.home",
    "paid_work.mine",
    "paid_work.answers",
    "hours.home",
    "hours.notice",
    "hours_desk.home",
    "hours_desk.people",
    "hours_desk.shift",
    "practice.home",
    "practice.week",
    "practice.closed",
    "practice.figures",
    "practice.ask",
    "clinics_desk.home",
    "clinics_counts.home",
    "cases.home",
    "learn.home",
    "learn.organiser",
    "teach.home",
    "teach.organiser",
    "teach.name_teachers",
    "items.home",
    "exams.exam",
    "enrolments.mine",
    "cohorts.home",
    "cohorts.show",
    "class_desk.show",
    "homework.home",
    "course_figures.stuck",
    "school_figures.home",
    "lesson_questions.of",
    "teach_questions.home",
}
LEARNT = ("exams.", "lessons.")  # of others nobody sees what they learn
# Read once when something public has changed, for all pages that follow.
OF_THE_HOUSE = "SELECT site_fact"


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
        return len(seen) - (anew and any(each.startswith(OF_THE_HOUSE) for each in seen))

    yield ask
    event.remove(db.engine, "before_cursor_execute", note)


def pages(doors, role):
    """Yield (endpoint, address) of all pages of this role, those that are a list among them."""
    for endpoint, method in sorted(doors.rules):
        rule = doors.rules[endpoint, method]
        if method != "GET" or endpoint.startswith(("static", "files.", "machines.", "accounts.")):
            continue
        if "branch_id" in rule.arguments and role not in {"officer", "upper"}:
            continue
        word = "upper" if role == "upper" else "mine" if endpoint.startswith("me.") else "own"
        if endpoint.startswith(LEARNT):
            word = "mine"
        yield endpoint, doors.url(endpoint, method, word, role)


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
        (role, endpoint, url): count(clients[role], url, anew=True)
        for role in ROLES
        for endpoint, url in pages(doors, role)
        if clients[role].get(url).status_code == 200
    }
    more(house, FEW, MANY)
    grown = {key: count(clients[key[0]], key[2], anew=True) for key in seen}
    record_property("pages", len(seen))
    record_property("most queries", max(grown.values()))
    assert len(seen) > 350
    wrong = {
        key: (seen[key], grown[key])
        for key in seen
        if grown[key] - seen[key] not in {0, COUNTED.get(key[1], 0)}
    }
    assert wrong == {}
    lists = {key: grown[key] for key in grown if key[1] in LISTS}
    assert {key[1] for key in lists} == LISTS
    assert {key: cost for key, cost in lists.items() if cost > MOST_OF_A_LIST} == {}


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
