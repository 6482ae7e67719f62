"""Helping in somebody who has lost phone and paper."""

import pytest
from sqlalchemy import select

from core.accounts import second_factor
from core.accounts.models import SignIn
from core.db import db
from core.history.models import Entry
from core.notices.models import Notice

pytestmark = pytest.mark.both_engines


def run(app, *args):
    return app.test_cli_runner().invoke(args=["second-factor", "off", *args])


def test_it_is_off_told_and_written_down(app, make, equip):
    person, phone = equip()
    make.sign_in(person)
    secrets = (phone.secret, *phone.paper)
    done = run(app, f"{person.phone[:3]} {person.phone[3:]}")
    assert done.exit_code == 0, done.output
    assert not any(each in done.output for each in secrets)
    db.session.expire_all()
    assert not second_factor.is_on(person.id)
    assert db.session.scalars(select(SignIn)).all() == []
    last = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert (last.action, last.about_id, last.by_id) == ("second_factor_taken_off", person.id, None)
    told = db.session.scalars(select(Notice.event).order_by(Notice.id)).all()
    assert told == ["accounts.second_factor_on", "accounts.second_factor_taken_off"]


@pytest.mark.parametrize("address", ["13900139000", "x@example.com", "138", ""])
def test_nobody_of_that_address(app, address):
    done = run(app, address)
    assert done.exit_code == 1
    assert "Error: " in done.output


def test_who_has_none_keeps_their_sessions(app, make, someone):
    person = someone()
    make.sign_in(person)
    done = run(app, person.phone)
    assert done.exit_code == 1
    assert len(db.session.scalars(select(SignIn)).all()) == 1
