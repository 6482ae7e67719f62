"""Getting in again: by code, by link, by an officer's slip; once, and told afterwards."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.accounts import codes, operations, resets
from core.accounts.models import Code, Person
from core.branches.actors import find_signed_in
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from tests.core.accounts.world import ANOTHER, EASY, OURS, digits_in, link_in, newest_code


def ask(client, address):
    return client.send("/reset", address=address)


def signs_in(client, person, password):
    return (
        client.send("/login", who=person.phone or person.email, password=password).status_code
        == 302
    )


def test_by_code(client, app, make, someone, post):
    person = someone(name="李秀英")
    old = make.sign_in(person)
    assert client.get("/reset").status_code == 200
    page = ask(client, person.phone).location
    assert client.get(page).status_code == 200
    ((to, text),) = post()
    assert to == person.phone
    typed = client.send(page, code=digits_in(text))
    assert typed.location.startswith("/password/")
    assert "李秀英" in client.get(typed.location).text
    assert client.send(typed.location, password=EASY).status_code == 422
    assert client.send(typed.location, password=f"李秀英{EASY}").status_code == 422
    done = client.send(typed.location, password=ANOTHER)
    assert done.location == "/me/"
    assert client.get("/me/").status_code == 200
    assert find_signed_in(old, at=now()) is None
    assert [each.event for each in db.session.scalars(select(Notice))] == ["accounts.password_set"]
    assert db.session.scalars(select(Entry.action)).all() == ["reset_password"]
    assert client.send(typed.location, password=OURS).location == "/reset"  # once
    assert not signs_in(app.test_client(), person, OURS)
    assert signs_in(app.test_client(), person, ANOTHER)


def test_by_link(client, app, someone, post, at):
    person = someone(phone=None, email="li@example.com", email_confirmed_at=at)
    assert client.get(ask(client, "LI@example.com").location).status_code == 200
    ((to, text),) = post()
    assert to == person.email
    opened = client.get(link_in(text), headers={"Referer": "https://mail.test/"})
    assert "key" not in opened.location
    assert app.test_client().get(opened.location).location == "/reset"  # another browser
    assert client.send(opened.location, password=ANOTHER).location == "/me/"
    assert client.get(link_in(text)).location == "/reset"


def test_the_link_is_built_on_the_configured_address(client, someone, post, at):
    someone(phone=None, email="li@example.com", email_confirmed_at=at)
    elsewhere = {"base_url": "http://127.0.0.1"}
    page = client.get("/reset", **elsewhere).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    data = {"address": "li@example.com", "csrf_token": token}
    assert client.post("/reset", data=data, **elsewhere).status_code == 302
    assert "http://localhost/link/" in post()[0][1]


@pytest.mark.parametrize("address", ["13800138000", "li@example.com"])
def test_the_page_is_the_same_for_nobody(client, app, someone, post, at, address):
    pages = []
    for known in (False, True):
        if known:
            mail = "@" in address
            facts = {"phone": None, "email": address, "email_confirmed_at": at}
            someone(**(facts if mail else {"phone": address}))
        browser = app.test_client()
        answer = ask(browser, address)
        page = browser.get(answer.location)
        text = re.sub(r"[\w.-]{16,}", "", page.text)
        pages.append((answer.status_code, page.status_code, text, len(page.text)))
    assert pages[0] == pages[1]
    assert [to for to, _text in post()] == [address]


@pytest.mark.parametrize(
    "facts", [{"phone_confirmed_at": None}, {"disabled_at": 1}, {"password_hash": None}]
)
def test_nothing_is_sent_to_who_may_not(client, someone, post, at, facts):
    person = someone(**{name: at if value == 1 else value for name, value in facts.items()})
    page = ask(client, person.phone).location
    assert post() == []
    assert client.send(page, code="123456").status_code == 422


def test_a_code_is_stored_as_a_hash_and_lives_ten_minutes(client, someone, post):
    page = ask(client, someone().phone).location
    row, code = newest_code(), digits_in(post()[0][1])
    assert code not in row.code_hash
    assert row.expires_at - row.made_at == timedelta(minutes=10)
    with writing():
        db.session.execute(update(Code).values(expires_at=now()))
    assert client.send(page, code=code).location == "/reset"


def test_a_typed_code_has_five_tries(client, someone, post):
    page = ask(client, someone().phone).location
    code = digits_in(post()[0][1])
    for _each in range(5):
        assert client.send(page, code="000000" if code != "000000" else "111111").status_code == 422
    assert client.send(page, code=code).status_code == 422


def test_five_resets_a_day_for_one_account(client, someone, at):
    person = someone(email="li@example.com", email_confirmed_at=at)
    answers = [ask(client, address).status_code for address in [person.phone, person.email] * 3]
    assert answers == [302] * 5 + [429]
    assert ask(client, "13700137000").status_code == 302


@pytest.mark.parametrize("what", ["sign in", "password", "address", "again"])
def test_a_code_is_dead_after(client, app, someone, post, what):
    person = someone()
    page = ask(client, person.phone).location
    code = digits_in(post()[0][1])
    browser = app.test_client()
    if what == "sign in":
        assert signs_in(browser, person, OURS)
    elif what == "password":
        browser.log_in(person)
        assert browser.send("/me/password", password=ANOTHER).status_code == 302
    elif what == "address":
        browser.log_in(person)
        confirm = browser.send("/me/contact", address="li@example.com").location
        assert browser.get(link_in(post()[0][1])).location == confirm
        assert browser.send(confirm).location == "/me/"
    else:
        ask(browser, person.phone)
    assert client.send(page, code=code).location == "/reset"
    assert db.session.get(Person, person.id).password_hash is not None


def test_a_proof_belongs_to_the_browser_that_gave_it(client, app, someone, post):
    page = ask(client, someone().phone).location
    typed = client.send(page, code=digits_in(post()[0][1]))
    assert app.test_client().get(typed.location).location == "/reset"
    assert app.test_client().send(typed.location, password=ANOTHER).location == "/reset"


class TestWhereNothingReaches:
    @pytest.fixture
    def by_sms(self):
        return False

    def test_a_number_leads_to_the_desk_whoever_has_it(self, client, someone):
        for phone in (someone().phone, "13700137000"):
            assert ask(client, phone).location == "/reset/slip"
        assert newest_code() is None
        assert client.get("/reset").status_code == 200


def test_of_two_who_spend_one_code_the_second_is_refused(app, someone, at):
    person = someone()
    with writing():
        row = resets.ask_for_reset(person.phone, language="zh", at=at)
    with writing():
        codes.use(row, at=at)
        with pytest.raises(Refused):
            codes.use(row, at=at)


def test_asking_online_leaves_the_officers_slip_good(client, make, someone):
    person, by = someone(), make.actor()
    with writing():
        slip = operations.print_code(person, by=by, at=now())
    ask(client, person.phone)
    ask(client, person.phone)
    assert client.send("/reset/slip", code=slip).location.startswith("/password/")
    open_ones = select(Code.address).where(Code.used_at.is_(None)).order_by(Code.id)
    assert db.session.scalars(open_ones).all() == [None, person.phone]
