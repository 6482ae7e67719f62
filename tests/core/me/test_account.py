"""My own pages: name, password, number and mail address, sessions, settings."""

import re

import pytest
from sqlalchemy import select

from core.accounts.models import NoticeChoice, Person, SignIn
from core.branches.actors import find_signed_in
from core.branches.models import OfficeRole
from core.clock import now
from core.db import db, writing
from core.history.models import Entry
from core.notices.models import Notice
from tests.core.accounts.world import ANOTHER, EASY, OURS, digits_in, link_in, newest_code

PAGES = (
    "/me/", "/me/name", "/me/password", "/me/contact", "/me/sessions", "/me/settings",
    "/me/addresses", "/me/addresses/new",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_the_signed_in(client, make, page):
    assert client.get(page).location.startswith("/login?next=")
    client.log_in(make.person(phone=None))
    assert client.get(page).status_code == 200


def test_the_overview_says_who_where_and_in_which_office(client, make):
    branch = make.branch(name="桃源村党支部")
    person = make.officer(branch, role=OfficeRole.SECRETARY)
    make.resident(make.unit(branch, name="桃源村"), person)
    make.member(branch, person)
    client.log_in(person)
    page = client.get("/me/").text
    for words in (person.name, "桃源村党支部 · 书记", "我住的村", "我的支部"):
        assert words in page
    assert person.phone not in page
    assert f"{person.phone[:3]}****{person.phone[-4:]}" in page


def test_a_name_is_changed(client, make):
    person = make.person()
    client.log_in(person)
    assert client.send("/me/name", name="").status_code == 422
    assert client.send("/me/name", name=" 李  秀英 ").location == "/me/"
    assert (person.name, person.name_key, person.version) == ("李 秀英", "li   xiu ying", 2) or (
        person.name_key.split() == ["li", "xiu", "ying"]
    )
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.action, entry.was, entry.became) == ("rename", None, None)


def test_what_a_form_does_not_ask_for_is_not_taken(client, make):
    person = make.person()
    client.log_in(person)
    client.send("/me/name", name="李秀英", phone="13900139000", id=1, disabled_at="x", version=9)
    assert person.phone != "13900139000"
    assert (person.id, person.disabled_at, person.version) == (person.id, None, 2)


def test_a_password_is_changed_and_other_sessions_die(client, make, someone):
    person = someone()
    elsewhere, here = make.sign_in(person), client.log_in(person)
    assert client.send("/me/password", password=EASY).status_code == 422
    easy = client.send("/me/password", password=f"{person.phone}ab")
    assert easy.status_code == 422
    assert "不要用姓名、手机号" in easy.text
    assert client.send("/me/password", password=ANOTHER).location == "/me/"
    assert client.get("/me/").status_code == 200
    assert [find_signed_in(token, at=now()) for token in (elsewhere, here)] == [None, None]
    assert db.session.scalars(select(Notice.event)).one() == "accounts.password_set"
    client.send("/logout")
    assert client.send("/login", who=person.phone, password=OURS).status_code == 422
    assert client.send("/login", who=person.phone, password=ANOTHER).status_code == 302


def test_another_number_is_confirmed_by_its_code(client, someone, post):
    person = someone()
    client.log_in(person)
    page = client.send("/me/contact", address="139 0013 9000").location
    assert client.get(page).status_code == 200
    ((to, text),) = post()
    assert to == "13900139000"
    assert client.send(page, code="1").status_code == 422
    assert client.send(page, code=digits_in(text)).location == "/me/"
    assert person.phone == "13900139000"
    assert person.phone_confirmed_at is not None
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.event, notice.channel) == ("accounts.address_changed", "sms")
    assert notice.address != "13900139000"  # told where they could be reached before
    assert client.send(page, code=digits_in(text)).location == "/me/contact"


def test_another_mail_address_is_confirmed_by_its_link(client, app, someone, post):
    person = someone()
    client.log_in(person)
    page = client.send("/me/contact", address="LI@example.com").location
    assert "li@example.com" in client.get(page).text
    assert client.send(page).status_code == 200  # nothing happens before the link is opened
    link = link_in(post()[0][1])
    assert client.get(link).location == page
    assert client.get(page).status_code == 200
    assert client.send(page).location == "/me/"
    assert (person.email, person.email_confirmed_at is not None) == ("li@example.com", True)


def test_a_link_opened_by_a_visitor_waits_for_the_sign_in(client, app, someone, post):
    person = someone()
    client.log_in(person)
    page = client.send("/me/contact", address="li@example.com").location
    phone = app.test_client()
    assert phone.get(link_in(post()[0][1])).location == page
    login = phone.get(page).location
    assert phone.send(login, who=person.phone, password=OURS, next=page).location == page
    assert phone.send(page).location == "/me/"
    assert person.email == "li@example.com"


def test_a_link_is_of_no_use_to_another_person(client, app, someone, post):
    client.log_in(someone())
    page = client.send("/me/contact", address="li@example.com").location
    thief, other = app.test_client(), someone()
    thief.log_in(other)
    thief.get(link_in(post()[0][1]))
    assert thief.send(page).location == "/me/contact"
    assert other.email is None


def test_an_address_of_somebody_else_looks_the_same_and_is_not_to_be_had(
    client, app, someone, post
):
    person, other = someone(), someone()
    client.log_in(person)
    pages = []
    for address in ("13900139000", other.phone):
        answer = client.send("/me/contact", address=address)
        text = client.get(answer.location).text.replace(address, "")
        pages.append((answer.status_code, re.sub(r"[\w.-]{16,}", "", text)))
    assert pages[0] == pages[1]
    ((to, text),) = post()
    assert to == other.phone
    assert "已经有账号" in text
    for guess in ("000000", "111111"):
        assert client.send(answer.location, code=guess).status_code == 422
    assert person.phone != other.phone
    assert newest_code().used_at is None


def test_an_address_that_was_taken_meanwhile_is_refused(client, someone, post):
    person = someone()
    client.log_in(person)
    page = client.send("/me/contact", address="13900139000").location
    code = digits_in(post()[0][1])
    someone(phone="13900139000")
    late = client.send(page, code=code)
    assert late.status_code == 422
    assert "换一个" in late.text


class TestWhereNothingReaches:
    @pytest.fixture
    def by_sms(self):
        return False

    def test_a_number_is_changed_at_the_desk(self, client, someone):
        client.log_in(someone())
        assert "支部办公室" in client.get("/me/contact").text
        answer = client.send("/me/contact", address="13900139000")
        assert answer.status_code == 422
        assert newest_code() is None


def test_devices_are_listed_and_ended_one_by_one(client, make, someone):
    person = someone()
    other = make.sign_in(person, device="Android · 微信")
    client.log_in(person, device="Windows · Edge")
    page = client.get("/me/sessions").text
    assert "Android · 微信" in page
    assert "就是这台" in page
    first, second = db.session.scalars(select(SignIn.id).order_by(SignIn.id)).all()
    assert client.send(f"/me/sessions/{first}/end").location == "/me/sessions"
    assert find_signed_in(other, at=now()) is None
    assert client.send(f"/me/sessions/{second}/end").location == "/"
    assert client.get("/me/").status_code == 302


def test_all_other_devices_are_ended_at_once(client, make, someone):
    person = someone()
    others = [make.sign_in(person), make.sign_in(person)]
    client.log_in(person)
    assert client.send("/me/sessions/end-others").location == "/me/sessions"
    assert [find_signed_in(token, at=now()) for token in others] == [None, None]
    assert "2 台设备已退出" in client.get("/me/sessions").text
    client.send("/me/sessions/end-others")
    assert "没有别的设备" in client.get("/me/sessions").text


def test_a_session_of_somebody_else_does_not_exist(client, make, someone):
    token = make.sign_in(someone())
    theirs = db.session.scalars(select(SignIn.id)).one()
    client.log_in(someone())
    assert client.send(f"/me/sessions/{theirs}/end").status_code == 404
    assert client.send("/me/sessions/999/end").status_code == 404
    assert find_signed_in(token, at=now()) is not None


def test_settings_are_kept_with_the_person_and_in_the_cookies(client, someone):
    person = someone()
    client.log_in(person)
    assert client.send("/me/settings", language="en", elder="1").location == "/me/settings"
    assert (person.language, person.elder) == ("en", True)
    assert "data-elder" in client.get("/me/settings").text
    assert client.send("/me/settings", language="xx", elder="1").status_code == 422


def test_kinds_of_notice_are_chosen_one_by_one(client, someone):
    person = someone()
    client.log_in(person)
    page = client.get("/me/settings").text
    kinds = re.findall(r'name="kinds"\s+value="([^"]+)"', page)
    assert "账号" in kinds
    chosen = {"language": "zh", "elder": "0", "kinds": kinds[0]}
    assert client.send("/me/settings", chosen).status_code == 302
    rows = db.session.execute(select(NoticeChoice.kind, NoticeChoice.wanted)).all()
    assert {row.kind: row.wanted for row in rows} == {kind: kind == kinds[0] for kind in kinds}
    client.send("/me/settings", {**chosen, "kinds": "not a kind"})
    rows = db.session.scalars(select(NoticeChoice.wanted)).all()
    assert rows == [False] * len(kinds)


def test_a_visitor_switches_language_and_size(client):
    home = {"Origin": "http://localhost"}
    for url, name, value in (("/language", "lang", "en"), ("/elder", "elder", "1")):
        answer = client.post(url, data={name: value, "next": "/login"}, headers=home)
        assert answer.location == "/login"
        assert client.get_cookie(name).value == value
        assert client.get_cookie("session") is None
        for bad in ("", "x"):
            assert client.post(url, data={name: bad}, headers=home).status_code == 400
        evil = {"Origin": "http://evil.test"}
        assert client.post(url, data={name: value}, headers=evil).status_code == 403
        away = client.post(url, data={name: value, "next": "//evil.test"}, headers=home)
        assert away.location == "/"


def test_a_switch_is_kept_with_the_person_and_needs_their_token(client, someone):
    person = someone()
    client.log_in(person)
    home = {"Origin": "http://localhost"}
    assert client.post("/elder", data={"elder": "1"}, headers=home).status_code == 400
    assert client.send("/elder", elder="1", next="/me/").location == "/me/"
    assert client.send("/language", lang="en").status_code == 302
    assert (person.elder, person.language) == (True, "en")
    assert db.session.get(Person, person.id).version == 1


def test_the_disabled_are_out_with_the_next_request(client, someone):
    person = someone()
    client.log_in(person)
    with writing():
        db.session.get(Person, person.id).disabled_at = now()
    assert client.get("/me/").status_code == 302
