"""Who reads what others have confided is told to switch the second step of signing in on."""

import pytest

from core.accounts import queries, second_factor, totp
from core.adapters.keys import add_key
from core.clock import now
from core.db import writing

pytestmark = pytest.mark.both_engines
LINK = 'href="/me/second-factor"'


@pytest.fixture
def values(tmp_path):
    """A house that is no demo."""
    add_key(tmp_path / "keys" / "seal.keys")
    return {
        "XINGCUN_MODE": "production",
        "SECRET_KEY": "Zt7-long-enough-and-known-to-nobody-0123456789",
        "PUBLIC_URL": "https://localhost",
        "SEAL_KEYS": f"file:{tmp_path}/keys/seal.keys",
        "MAIL_URL": "smtp://127.0.0.1:9",
        "SMS_URL": "none:",
    }


@pytest.fixture
def app(app):
    app.config["PREFERRED_URL_SCHEME"] = "https"
    return app


def switch_on(person):
    at = now()
    with writing():
        secret = second_factor.prepare(person, at=at)
    typed = totp.code_of(secret, totp.step_at(at))
    proof = second_factor.look_at(person.id, typed, at=at)
    with writing():
        by = queries.self_of(person)
        second_factor.switch_on(person, proof, ["x"] * 10, sign_in_id=0, by=by, at=at)


@pytest.mark.parametrize("who", ["lawyer", "contact"])
def test_told_until_it_is_on_and_never_kept_out(client, world, contact, who):
    person = world.lawyer.person if who == "lawyer" else contact
    client.log_in(person)
    page = client.get("/practice/")
    assert page.status_code == 200
    assert LINK in page.text
    switch_on(person)
    client.log_in(person)
    assert LINK not in client.get("/practice/").text
