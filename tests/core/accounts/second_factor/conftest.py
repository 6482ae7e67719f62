"""A house that is no demo, a phone that shows codes, and a clock that can be moved."""

import pytest

from core.accounts import passwords, queries, second_factor, totp
from core.accounts.invariants import INVARIANTS
from core.adapters.keys import add_key
from core.cli import invariants
from core.clock import now
from core.db import db, writing
from tests.core.accounts.second_factor.phone import Phone

STEP = totp.STEP


@pytest.fixture
def values(values, tmp_path):
    add_key(tmp_path / "keys" / "seal.keys")
    return {
        **values,
        "XINGCUN_MODE": "production",
        "SECRET_KEY": "Zt7-long-enough-and-known-to-nobody-0123456789",
        "PUBLIC_URL": "https://localhost",
        "SEAL_KEYS": f"file:{tmp_path}/keys/seal.keys",
    }


@pytest.fixture
def app(app):
    app.config["PREFERRED_URL_SCHEME"] = "https"  # by which the test client comes
    return app


@pytest.fixture
def clock(monkeypatch):
    """Return a hand that puts the clock into the middle of the step so many after the first."""
    first = totp.step_at(now())

    def put(steps):
        monkeypatch.delenv("XINGCUN_CLOCK_OFFSET", raising=False)
        wanted = (first + steps) * STEP + STEP / 2
        monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(round(wanted - now().timestamp())))

    put(0)
    return put


@pytest.fixture
def equip(someone, clock):
    """Return a hand that makes somebody who has it on, and their phone."""

    def person(**kw):
        owner = someone(**kw)
        return owner, switched_on(owner)

    return person


def switched_on(owner):
    """Switch it on for this person, with the code of a step ago."""
    at = now()
    with writing():
        secret = second_factor.prepare(owner, at=at)
    phone = Phone(secret, totp.new_paper_codes())
    proof = second_factor.look_at(owner.id, phone.code(-1), at=at)
    hashes = [passwords.hash_password(each) for each in phone.paper]
    with writing():
        second_factor.switch_on(
            owner, proof, hashes, sign_in_id=0, by=queries.self_of(owner), at=at
        )
    return phone


@pytest.fixture(autouse=True)
def whole(app):
    yield
    db.session.rollback()
    assert not invariants.broken(at=now(), only=INVARIANTS)
