"""Making an account: by code, by link, or at once; and nobody is told who has one."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.accounts.models import Code, Person
from core.clock import now
from core.db import db, writing
from core.notices.models import Notice
from tests.core.accounts.world import ANOTHER, OURS, digits_in, link_in, newest_code

GOOD = {"name": "李秀英", "address": "138 0013 8000", "password": OURS, "agree": "y"}


def register(client, **kw):
    return client.send("/register", {**GOOD, **kw})


def people():
    return db.session.scalar(select(func.count()).select_from(Person))


def test_with_a_code_from_a_message(client, post):
    assert client.get("/register").status_code == 200
    answer = register(client)
    page = answer.location
    assert answer.status_code == 302
    assert client.get(page).status_code == 200
    assert people() == 0
    ((to, text),) = post()
    assert to == "13800138000"
    assert (
        client.send(page, code="999999" if digits_in(text) != "999999" else "1").status_code == 422
    )
    done = client.send(page, code=digits_in(text))
    assert done.location == "/me/"
    person = db.session.scalars(select(Person)).one()
    assert (person.name, person.phone) == ("李秀英", "13800138000")
    assert person.phone_confirmed_at is not None
    assert newest_code().password_hash is None
    assert "李秀英" in client.get("/me/").text
    assert client.send(page, code=digits_in(text)).location == "/register"


def test_a_message_that_is_out_is_not_sent_again(client, post):
    register(client)
    assert len(post()) == 1
    assert post() == []


def test_a_message_that_failed_is_sent_again(client, post, sms_server):
    register(client)
    sms_server.status = 500
    post()
    sms_server.status = 200
    assert post() == []  # another may still be at it
    with writing():
        db.session.execute(update(Code).values(due_at=now()))
    assert len(post()) == 1


def test_with_a_link_from_a_letter(client, app, post):
    page = register(client, address="Li@Example.com").location
    assert "li@example.com" in client.get(page).text
    ((to, text),) = post()
    assert to == "li@example.com"
    link = link_in(text)
    opened = client.get(link)
    assert opened.location.endswith("/open")
    assert "key" not in opened.location
    assert people() == 0
    assert client.send(opened.location, password=ANOTHER).status_code == 422
    assert client.send(opened.location, password=OURS).location == "/me/"
    person = db.session.scalars(select(Person)).one()
    assert (person.email, person.phone) == ("li@example.com", None)
    assert person.email_confirmed_at is not None
    assert client.get(link).location == "/reset"  # used once


def test_a_link_needs_its_key(client, app, post):
    page = register(client, address="li@example.com").location
    handle = page.rsplit("/", 1)[1]
    assert client.get(f"/link/{handle}").location == "/reset"
    assert client.get(f"/link/{handle}?key=x").location == "/reset"
    assert client.get(f"/register/{handle}/open").location == "/register"
    link = link_in(post()[0][1])
    assert len(link.split("key=")[1]) >= 22  # 128 bits at least


def test_a_typed_code_is_no_link(client, post):
    page = register(client).location
    handle, code = page.rsplit("/", 1)[1], digits_in(post()[0][1])
    assert client.get(f"/link/{handle}?key={code}").location == "/reset"


def test_a_code_has_five_tries(client, post):
    page = register(client).location
    code = digits_in(post()[0][1])
    wrong = "000000" if code != "000000" else "111111"
    for _each in range(5):
        assert client.send(page, code=wrong).status_code == 422
    assert client.send(page, code=code).status_code == 422
    assert people() == 0


def test_a_code_is_over_after_ten_minutes_and_a_link_after_an_hour(client):
    for address, minutes in (("13800138000", 10), ("li@example.com", 60)):
        register(client, address=address)
        row = newest_code()
        assert row.expires_at - row.made_at == timedelta(minutes=minutes)
    page = register(client, address="13700137000").location
    with writing():
        db.session.execute(update(Code).values(expires_at=now()))
    assert client.get(page).location == "/register"
    assert "过期" in client.get("/register").text


@pytest.mark.parametrize("address", ["13800138000", "li@example.com"])
def test_who_has_an_account_gets_a_word_and_the_page_says_the_same(
    client, app, someone, post, at, address
):
    pages = []
    for taken in (False, True):
        if taken:
            mail = "@" in address
            someone(
                phone=None if mail else address,
                email=address if mail else None,
                email_confirmed_at=at if mail else None,
            )
        browser = app.test_client()
        answer = register(browser, address=address)
        page = browser.get(answer.location)
        pages.append((answer.status_code, page.status_code, same(page.text), len(page.text)))
    assert pages[0] == pages[1]
    count = people()
    free, taken = post()
    assert free[0] == taken[0] == address
    assert "已经有账号" in taken[1]
    assert not re.search(r"\d{6}|/link/", taken[1])
    for guess in ("000000", "123456"):
        assert app.test_client().send(answer.location, code=guess).status_code in {200, 422}
    assert people() == count


def same(text):
    """Blank what differs between any two pages: tokens, keys, handles, numbers of requests."""
    return re.sub(r"[\w.-]{16,}", "", text)


class TestWhereNothingReaches:
    @pytest.fixture
    def by_sms(self):
        return False

    def test_the_account_is_made_at_once_and_not_confirmed(self, client):
        answer = register(client)
        assert answer.location.startswith("/login")
        assert "现在可以登录了" in client.get(answer.location).text
        person = db.session.scalars(select(Person)).one()
        assert (person.phone, person.phone_confirmed_at) == ("13800138000", None)
        assert client.send("/login", who="13800138000", password=OURS).location == "/me/"
        assert "没确认" in client.get("/me/").text

    def test_for_a_taken_number_nothing_is_made_and_the_owner_is_told_once_a_day(
        self, client, app, someone
    ):
        owner = someone(phone="13800138000")
        pages = []
        for number in ("13800138000", "13800138000", "13900139000"):
            browser = app.test_client()
            answer = register(browser, address=number, password=ANOTHER)
            page = browser.get(answer.location)
            pages.append((answer.status_code, answer.location, same(page.text), len(page.text)))
        assert pages[0] == pages[1] == pages[2]
        assert people() == 2
        assert client.send("/login", who="13800138000", password=ANOTHER).status_code == 422
        notice = db.session.scalars(select(Notice)).one()
        assert (notice.person_id, notice.event) == (owner.id, "accounts.number_tried")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "请写姓名"),
        ("name", "李\u202e明", "看不见的符号"),
        ("address", "138", "11 位数字"),
        ("address", "a@b", "邮箱写得不对"),
        ("password", "12345678", "太常见"),
        ("password", "李秀英123456", "不要用姓名"),
        ("agree", "", "同意规则"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, field, value, says):
    answer = register(client, **{field: value})
    assert answer.status_code == 422
    assert says in answer.text
    assert OURS not in answer.text
    if field != "name":
        assert 'value="李秀英"' in answer.text
    assert newest_code() is None


def test_one_source_registers_twenty_an_hour(client):
    answers = [register(client, address=f"138001380{n:02}").status_code for n in range(21)]
    assert answers == [302] * 20 + [429]


def test_one_address_is_written_to_five_times_a_day(client, post):
    answers = [register(client).status_code for _each in range(6)]
    assert answers == [302] * 5 + [429]


def test_of_two_who_finish_with_one_number_the_second_is_told(client, app, post):
    pages = [register(client).location for _each in range(2)]
    codes = {page: digits_in(text) for page, (_to, text) in zip(pages, post(), strict=True)}
    assert client.send(pages[0], code=codes[pages[0]]).status_code == 302
    late = app.test_client().send(pages[1], code=codes[pages[1]])
    assert late.status_code == 422
    assert "刚刚注册过" in late.text


def test_the_message_speaks_the_language_of_the_page(client, post):
    client.send("/language", lang="en")
    register(client)
    assert newest_code().language == "en"
