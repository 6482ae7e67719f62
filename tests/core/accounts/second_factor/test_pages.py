"""The pages on which somebody switches the second step on and off, and gets codes on paper."""

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from core.accounts import second_factor
from core.accounts.models import BackupCode, GrantKind, SecondFactor, SignIn
from core.branches.actors import find_signed_in
from core.clock import now
from core.db import db, writing
from core.notices.models import Notice
from core.web.links import qr_of
from tests.core.accounts.second_factor.phone import on_paper, scanned
from tests.core.accounts.world import OURS

pytestmark = pytest.mark.both_engines
HOME, NEW, CODES, OFF = (f"/me/second-factor{each}" for each in ("", "/new", "/codes", "/off"))


@pytest.fixture
def person(client, someone, clock):
    owner = someone(name="李秀英")
    client.log_in(owner)
    return owner


def switch_on(client):
    phone = scanned(client.send(NEW).text)
    answer = client.send(NEW, code=phone.code(-1))
    assert answer.status_code == 200
    phone.paper = on_paper(answer.text)
    return phone


def events():
    return db.session.scalars(select(Notice.event).order_by(Notice.id)).all()


def test_it_is_switched_on_with_one_right_code(client, make, person, clock):
    elsewhere = make.sign_in(person)
    assert "打开" in client.get(HOME).text
    assert "验证器" in client.get(NEW).text
    shown = client.send(NEW)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    phone = scanned(shown.text)
    assert not second_factor.is_on(person.id)
    link = unescape(shown.text.split('href="otpauth:')[1].split('"')[0])
    assert str(qr_of(f"otpauth:{link}")) in shown.text
    address = urlsplit(f"otpauth:{link}")
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    asked = parse_qs(address.query)
    assert asked["secret"] == [phone.secret]
    assert asked["issuer"] == ["兴村"]
    assert person.phone not in shown.text
    wrong = client.send(NEW, code=phone.wrong())
    assert wrong.status_code == 422
    assert scanned(wrong.text).secret == phone.secret
    assert not second_factor.is_on(person.id)
    done = client.send(NEW, code=phone.code(1))
    assert done.headers["Cache-Control"] == "no-store"
    codes = on_paper(done.text)
    assert (len(codes), {len(each) for each in codes}) == (10, {12})
    assert second_factor.is_on(person.id)
    assert find_signed_in(elsewhere, at=now()) is None
    assert events() == ["accounts.second_factor_on"]
    page = client.get(HOME).text  # this session goes on, under a new token
    assert "还剩 10 个" in page
    assert not [each for each in codes if each in page or each[:4] + " " in page]
    assert client.get(NEW).location == HOME
    again = client.send(NEW, code=phone.code(1))
    assert again.location == HOME
    assert len(db.session.scalars(select(BackupCode)).all()) == 10


def test_the_session_that_switches_it_on_gets_a_new_token(client, person):
    before = db.session.scalars(select(SignIn.token_hash)).one()
    switch_on(client)
    assert db.session.scalars(select(SignIn.token_hash)).one() != before


def test_then_signing_in_asks_for_it(client, app, person):
    phone = switch_on(client)
    other = app.test_client()
    answer = other.send("/login", who=person.phone, password=OURS)
    assert answer.location == "/login/code?next=/me/"
    assert other.send("/login/code", code=phone.code()).location == "/me/"


@pytest.mark.parametrize("typed", ["", "x", "12", "9" * 41, "1" * 12])
def test_nonsense_switches_nothing_on_or_off(client, person, typed):
    client.send(NEW)
    answer = client.send(NEW, code=typed)
    assert answer.status_code == 422
    assert not second_factor.is_on(person.id)
    switch_on(client)
    assert client.send(OFF, code=typed).status_code == 422
    assert second_factor.is_on(person.id)


def test_a_code_without_a_secret_leads_to_the_beginning(client, person):
    assert client.send(NEW, code="123456").location == NEW


@pytest.mark.parametrize("way", ["phone", "paper"])
def test_it_is_switched_off_with_a_code(client, make, person, way):
    phone = switch_on(client)
    elsewhere = make.sign_in(person)
    assert client.get(OFF).status_code == 200
    assert client.send(OFF, code=phone.wrong()).status_code == 422
    assert client.send(OFF, code=phone.code(-1)).status_code == 422  # it was used
    typed = phone.code() if way == "phone" else phone.paper[6]
    assert client.send(OFF, code=typed).location == HOME
    assert "关掉了" in client.get(HOME).text
    assert not second_factor.is_on(person.id)
    assert find_signed_in(elsewhere, at=now()) is None
    assert events()[-1] == "accounts.second_factor_off"
    for url in (OFF, CODES):
        assert client.get(url).location == HOME
        assert client.send(url, code=phone.code(1)).location == HOME


def test_ten_new_codes_on_paper(client, person):
    phone = switch_on(client)
    assert "还剩 10 个" in client.get(CODES).text
    assert client.send(CODES).status_code == 422  # the password of just now is not enough
    assert client.send(CODES, code="000000").status_code == 422
    answer = client.send(CODES, code=phone.paper[9])
    assert answer.headers["Cache-Control"] == "no-store"
    fresh = on_paper(answer.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(phone.paper)
    assert events()[-1] == "accounts.backup_codes_made"
    assert client.send(OFF, code=phone.paper[0]).status_code == 422
    assert client.send(OFF, code=fresh[0]).location == HOME


@pytest.mark.parametrize("url", [NEW, CODES, OFF])
def test_the_password_is_asked_for_again(client, person, url):
    phone = switch_on(client) if url != NEW else None
    with writing():
        db.session.execute(update(SignIn).values(confirmed_at=now() - timedelta(minutes=16)))
    was = db.session.execute(select(SecondFactor.on_at)).all()
    assert client.get(url).location == f"/login/confirm?next={url}"
    sent = client.send(url, code=phone.code() if phone else "123456")
    assert sent.location.startswith("/login/confirm")
    assert db.session.execute(select(SecondFactor.on_at)).all() == was
    back = client.send("/login/confirm", password=OURS, next=url)  # the password alone
    assert back.location == url


def test_wrong_codes_are_throttled_here_too(client, person):
    phone = switch_on(client)
    for _each in range(10):
        assert client.send(OFF, code=phone.wrong()).status_code == 422
    assert client.send(OFF, code=phone.code()).status_code == 429
    assert second_factor.is_on(person.id)


@pytest.mark.parametrize("url", ["/me/settings", "/operate/"])
def test_who_should_have_it_is_told_until_it_is_on(client, make, person, url):
    make.admin(person, GrantKind.CLERK)
    assert 'href="/me/second-factor"' in client.get(url).text
    switch_on(client)
    assert 'href="/me/second-factor"' not in client.get(url).text
    assert "第二步验证：开着" in client.get("/me/").text


class TestInADemo:
    """Anybody may be anybody there."""

    @pytest.fixture
    def values(self, values):
        return {**values, "XINGCUN_MODE": "demo"}

    def test_it_says_so_and_refuses(self, client, make, person):
        make.admin(person, GrantKind.CLERK)
        for page in (client.get(HOME), client.get(NEW), client.send(NEW)):
            assert "这里是演示" in page.text
        assert client.send(NEW).status_code == 422
        assert db.session.scalars(select(SecondFactor)).all() == []
        assert client.send(NEW, code="123456").location == NEW
        assert 'href="/me/second-factor"' not in client.get("/operate/").text


class TestWithoutAKey:
    """Nothing can be sealed yet."""

    @pytest.fixture
    def values(self, values, tmp_path):
        return {**values, "SEAL_KEYS": f"file:{tmp_path}/keys/none"}

    def test_it_says_so_and_refuses(self, client, person):
        assert "没有保密用的钥匙" in client.get(HOME).text
        assert client.send(NEW).status_code == 422
        assert db.session.scalars(select(SecondFactor)).all() == []
