"""Signing in and out on the pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.accounts import demo, passwords
from core.accounts.models import Code, Person, SignIn, Throttle
from core.branches.actors import find_signed_in
from core.clock import now
from core.db import db, writing
from tests.core.accounts.world import ANOTHER, OURS

WRONG = "手机号（邮箱）或密码不对"


def sign_in(client, who, password=OURS, **kw):
    return client.send("/login", who=who, password=password, **kw)


def test_a_person_signs_in_and_out(client, someone):
    person = someone(phone="13800138000", name="李秀英")
    assert client.get("/login").status_code == 200
    answer = sign_in(client, "138 0013 8000")
    assert (answer.status_code, answer.location) == (302, "/me/")
    assert "李秀英" in client.get("/me/").text
    assert client.get("/login").location == "/me/"
    assert db.session.scalars(select(SignIn)).one().person_id == person.id
    assert client.send("/logout").location == "/"
    assert db.session.scalars(select(SignIn)).first() is None
    assert client.get("/me/").location == "/login?next=/me/"


def test_a_mail_address_will_do_too(client, someone, at):
    someone(phone=None, email="li@example.com", email_confirmed_at=at)
    assert sign_in(client, " LI@Example.com ").status_code == 302


def test_one_comes_back_to_where_one_was(client, someone):
    person = someone()
    page = client.get("/me/addresses")
    assert page.location == "/login?next=/me/addresses"
    assert 'value="/me/addresses"' in client.get(page.location).text
    assert sign_in(client, person.phone, next="/me/addresses").location == "/me/addresses"


@pytest.mark.parametrize(
    "target",
    ["//evil.test", "/\\evil.test", "https:evil.test", "/\t/evil.test", "\\\\evil.test",
     "@evil.test", "http://good@evil.test", "javascript:alert(1)"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(client, someone, target):
    assert sign_in(client, someone().phone, next=target).location == "/me/"


@pytest.mark.parametrize("who", ["13700137000", "li@example.com", "x", "' OR 1=1 --", "１" * 90])
def test_a_wrong_password_and_nobody_look_alike(client, someone, who):
    known = someone()
    wrong = sign_in(client, known.phone, "not the password")
    nobody = sign_in(client, who, "not the password")
    assert (wrong.status_code, nobody.status_code) == (422, 422)
    assert WRONG in wrong.text
    assert without_typed(wrong.text, known.phone) == without_typed(nobody.text, who)
    assert "not the password" not in wrong.text


def without_typed(text, who):
    text = re.sub(r'value="[^"]*"', "", text)
    return re.sub(r"[0-9a-f]{16}", "", text)


def test_what_was_typed_stays_but_never_a_password(client):
    answer = client.send("/login", who="138001", password="")
    assert answer.status_code == 422
    assert 'value="138001"' in answer.text
    assert "请填密码" in answer.text


@pytest.mark.parametrize("facts", [{"disabled_at": True}, {"closed_at": True}])
def test_the_locked_out_learn_why_with_the_right_password_only(client, someone, at, facts):
    person = someone(**dict.fromkeys(facts, at))
    assert WRONG in sign_in(client, person.phone, "wrong password").text
    right = sign_in(client, person.phone)
    assert right.status_code == 422
    assert WRONG not in right.text


def test_who_was_only_entered_cannot_sign_in(client, make):
    assert WRONG in sign_in(client, make.person().phone).text


def test_ten_tries_then_wait_and_others_are_not_touched(client, someone):
    person, other = someone(), someone()
    for _each in range(10):
        assert sign_in(client, person.phone, "wrong password").status_code == 422
    full = sign_in(client, person.phone)
    assert full.status_code == 429
    assert 0 < int(full.headers["Retry-After"]) <= 301
    assert 'href="/reset"' in full.text
    assert sign_in(client, other.phone).status_code == 302


def test_a_forged_source_does_not_help(client, someone):
    person = someone()
    for number in range(12):
        answer = client.send(
            "/login",
            {"who": person.phone, "password": "wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert answer.status_code == 429


def test_a_good_sign_in_forgets_the_bad_ones(client, someone):
    person = someone()
    for _round in range(2):
        for _each in range(9):
            sign_in(client, person.phone, "wrong password")
        assert sign_in(client, person.phone).status_code == 302
        client.send("/logout")


def test_the_source_is_counted_over_all_accounts(client, someone):
    person = someone()
    with writing():
        db.session.add(Throttle(key="x", since=now(), count=1, strikes=0))
    sign_in(client, "13700137000", "wrong")
    with writing():
        db.session.execute(
            update(Throttle).where(Throttle.key.startswith("source:")).values(count=100)
        )
    assert sign_in(client, person.phone).status_code == 429


def test_a_planted_session_is_not_adopted(client, someone):
    client.get("/login")
    client.token()
    with client.session_transaction() as session:
        planted, session["_user_id"] = session["csrf_token"], "planted"
        session["else"] = "planted"
    sign_in(client, someone().phone)
    with client.session_transaction() as session:
        assert session["_user_id"] != "planted"
        assert "else" not in session
        assert session.get("csrf_token") != planted
        assert session.permanent


def test_each_sign_in_has_a_token_of_its_own(app, client, someone):
    person = someone()
    tokens = set()
    for browser in (client, app.test_client()):
        sign_in(browser, person.phone)
        with browser.session_transaction() as session:
            tokens.add(session["_user_id"])
    assert len(tokens) == 2
    assert len(db.session.scalars(select(SignIn)).all()) == 2


def test_a_copied_cookie_dies_at_logout(app, client, someone):
    sign_in(client, someone().phone)
    copied = client.get_cookie("session").value
    thief = app.test_client()
    thief.set_cookie("session", copied)
    assert thief.get("/me/").status_code == 200
    client.send("/logout")
    assert thief.get("/me/").status_code == 302


def test_the_persons_manner_comes_with_the_sign_in(client, someone):
    sign_in(client, someone(language="en", elder=True).phone)
    assert client.get_cookie("lang").value == "en"
    assert client.get_cookie("elder").value == "1"
    assert "data-elder" in client.get("/me/").text


def test_the_password_is_asked_again_after_a_while(client, someone):
    person = someone()
    old = client.log_in(person, confirmed_at=now() - timedelta(minutes=16))
    gone = client.get("/me/password")
    assert gone.location == "/login/confirm?next=/me/password"
    assert client.get(gone.location).status_code == 200
    wrong = client.send("/login/confirm", password=ANOTHER, next="/me/password")
    assert wrong.status_code == 422
    assert "密码不对" in wrong.text
    right = client.send("/login/confirm", password=OURS, next="/me/password")
    assert right.location == "/me/password"
    assert client.get("/me/password").status_code == 200
    with client.session_transaction() as session:
        new = session["_user_id"]
    assert find_signed_in(old, at=now()) is None
    assert find_signed_in(new, at=now()) is not None


def test_confirming_is_counted_like_signing_in(client, someone):
    client.log_in(someone())
    codes = [client.send("/login/confirm", password=ANOTHER).status_code for _each in range(11)]
    assert codes == [422] * 10 + [429]


def test_demo_people_are_offered_by_name(client):
    with writing():
        demo.fill(now())
    page = client.get("/login").text
    assert all(each.name in page for each in demo.PEOPLE)
    answer = client.send("/login/demo", name="陈桂花", next="/me/settings")
    assert answer.location == "/me/settings"
    assert "data-elder" in client.get("/me/settings").text
    with writing():
        demo.fill(now())
        demo.let_in()
    people = db.session.scalars(select(Person)).all()
    assert len(people) == len(demo.PEOPLE)
    assert all(each.can_sign_in for each in people)
    assert len({each.password_hash for each in people}) == len(people)
    assert not any(passwords.matches("", each.password_hash) for each in people[:2])
    assert WRONG in sign_in(client.application.test_client(), people[0].phone).text


def test_only_demo_people_are_to_be_had_so(client, make):
    make.person(name="周建国")
    assert client.send("/login/demo", name="周建国").status_code == 404
    assert client.send("/login/demo").status_code == 404


def test_a_demo_person_confirms_without_a_password(client):
    with writing():
        demo.fill(now())
    client.send("/login/demo", name="林涛")
    with writing():
        db.session.execute(update(SignIn).values(confirmed_at=now() - timedelta(hours=1)))
    assert client.get("/me/password").status_code == 302
    assert client.send("/login/confirm", next="/me/password").location == "/me/password"
    assert client.get("/me/password").status_code == 200


class TestInProduction:
    @pytest.fixture
    def values(self, values, tmp_path):
        return {
            **values,
            "XINGCUN_MODE": "production",
            "SECRET_KEY": "Zt7-long-enough-and-known-to-nobody-0123456789",
            "PUBLIC_URL": "https://localhost",
            "SEAL_KEYS": "file:var/keys/none",
        }

    def test_there_is_no_demo(self, app):
        client = app.test_client()
        client.look = False
        with writing():
            demo.fill(now())
        page = client.get("/login", base_url="https://localhost")
        assert "演示" not in page.text
        cookie = page.headers["Set-Cookie"]
        for word in ("__Host-session=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert word in cookie
        token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        for url in ("/login/demo", "/login/confirm"):
            answer = client.post(
                url,
                base_url="https://localhost",
                headers={"Referer": "https://localhost/login"},
                data={"csrf_token": token, "name": "周建国"},
            )
            assert answer.status_code == (404 if url == "/login/demo" else 302)
        assert db.session.scalars(select(SignIn)).first() is None


def test_forms_without_a_token_do_nothing(client, someone):
    person = someone()
    answer = client.post("/login", data={"who": person.phone, "password": OURS})
    assert answer.status_code == 400
    assert db.session.scalars(select(SignIn)).first() is None
    assert db.session.scalars(select(Code)).first() is None


@pytest.mark.parametrize("known", [True, False])
def test_a_number_written_otherwise_is_counted_as_the_same(client, someone, known):
    """Else the eleventh try would tell who has an account."""
    if known:
        someone(phone="13800138000")
    ways = ["13800138000", "138 0013 8000", "+86 138-0013-8000", "138-0013-8000"]
    said = [sign_in(client, ways[tries % 4], "wrong " * 3).status_code for tries in range(11)]
    assert said == [422] * 10 + [429]
