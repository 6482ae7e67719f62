"""An officer's slip: for a new password, or for taking over an entered account."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.accounts import operations
from core.accounts.models import Person, SignIn
from core.clock import now
from core.db import db, writing
from core.history.models import Entry
from core.notices.models import Notice
from tests.core.accounts.world import ANOTHER, EASY, OURS, digits_in, link_in


def ask(client, address):
    return client.send("/reset", address=address)


def signs_in(client, person, password):
    return (
        client.send("/login", who=person.phone or person.email, password=password).status_code
        == 302
    )


def slip(client, code):
    return client.send("/reset/slip", code=code)


def test_by_an_officers_slip(client, app, make, someone):
    person, by = someone(name="李秀英"), make.actor()
    with writing():
        code = operations.print_code(person, by=by, at=now())
    assert client.get("/reset/slip").status_code == 200
    page = slip(client, code).location
    assert "李秀英" in client.get(page).text
    assert client.send(page, password=ANOTHER).location == "/me/"
    assert signs_in(app.test_client(), person, ANOTHER)
    actions = db.session.execute(select(Entry.action, Entry.by_id, Entry.became)).all()
    assert ("print_code", by.id, "reset") in [tuple(each) for each in actions]
    assert ("reset_password", person.id, f"printed by {by.id}") in [tuple(each) for each in actions]
    assert slip(client, code).status_code == 422  # once


@pytest.mark.parametrize("confirmed", [True, False])
def test_whoever_took_the_number_first_keeps_no_way_in(client, make, someone, confirmed):
    """A mail address on an account whose number nobody has confirmed may be a stranger's."""
    moment, by = now(), make.actor()
    person = someone(
        email="first@example.com",
        email_confirmed_at=moment,
        phone_confirmed_at=moment if confirmed else None,
    )
    with writing():
        code = operations.print_code(person, by=by, at=moment)
    assert client.send(slip(client, code).location, password=ANOTHER).location == "/me/"
    kept = db.session.scalars(select(Person.email).where(Person.id == person.id)).one()
    assert kept == ("first@example.com" if confirmed else None)
    told = db.session.scalars(
        select(Notice.address).where(Notice.event == "accounts.address_changed")
    ).all()
    assert told == ([] if confirmed else ["first@example.com"])


def test_a_slip_is_over_after_a_day_and_five_tries(client, make, someone):
    by = make.actor()
    for late in (True, False):
        person = someone()
        made = now() - timedelta(hours=25) if late else now()
        with writing():
            code = operations.print_code(person, by=by, at=made).replace(" ", "")
        if not late:
            wrong = code[:6] + ("000000" if code[6:] != "000000" else "111111")
            assert [slip(client, wrong).status_code for _each in range(5)] == [422] * 5
        assert slip(client, code).status_code == 422
    assert slip(client, "").status_code == 422
    assert slip(client, "abc").status_code == 422


def test_a_slip_cannot_be_opened_as_a_link(client, make, someone):
    by, person = make.actor(), someone()
    with writing():
        code = operations.print_code(person, by=by, at=now()).replace(" ", "")
    assert client.get(f"/link/{code[:6]}?key={code[6:]}").location == "/reset"


def test_guessing_slips_is_counted_by_source(client):
    answers = [slip(client, f"{n:012}").status_code for n in range(31)]
    assert answers == [422] * 30 + [429]


def test_an_entered_person_takes_over(client, app, make, post):
    by = make.actor()
    with writing():
        person = operations.enter_person(
            name="陈桂花", phone="13800138000", consent_note="本人同意", by=by, at=now()
        )
        person.phone_confirmed_at = now()
        code = operations.print_code(person, by=by, at=now())
    page = slip(client, code).location
    assert 'value="13800138000"' in client.get(page).text
    easy = client.send(page, address="13800138000", password=f"陈桂花{EASY}")
    assert easy.status_code == 422
    assert 'value="13800138000"' in easy.text
    done = client.send(page, address="13800138000", password=OURS)
    assert done.location == "/me/"
    assert "陈桂花" in client.get("/me/").text
    assert db.session.get(Person, person.id).phone_confirmed_at is not None
    assert signs_in(app.test_client(), person, OURS)


@pytest.fixture
def entered(make):
    by = make.actor()
    with writing():
        person = operations.enter_person(
            name="陈桂花", phone=None, consent_note="本人同意", by=by, at=now()
        )
        code = operations.print_code(person, by=by, at=now())
    return person, code


def test_a_new_number_is_taken_but_not_confirmed(client, entered):
    person, code = entered
    page = slip(client, code).location
    assert client.send(page, address="139 0013 9000", password=OURS).location == "/me/"
    assert (person.phone, person.phone_confirmed_at) == ("13900139000", None)


def test_a_mail_address_is_taken_and_asked_to_be_confirmed(client, entered, post):
    person, code = entered
    page = slip(client, code).location
    assert client.send(page, address="chen@example.com", password=OURS).location == "/me/"
    assert (person.email, person.email_confirmed_at) == ("chen@example.com", None)
    confirm = client.get(link_in(post()[0][1])).location
    assert client.send(confirm).location == "/me/"
    assert db.session.get(Person, person.id).email_confirmed_at is not None


def test_a_number_of_somebody_else_is_not_to_be_had(client, entered, someone):
    person, code = entered
    page = slip(client, code).location
    answer = client.send(page, address=someone().phone, password=OURS)
    assert answer.status_code == 422
    assert "换一个" in answer.text
    assert person.password_hash is None
    assert client.send(page, address="13900139000", password=OURS).location == "/me/"


def test_the_locked_out_do_not_get_in_by_an_old_code(client, make, someone, post):
    person = someone()
    page = ask(client, person.phone).location
    typed = client.send(page, code=digits_in(post()[0][1]))
    with writing():
        db.session.execute(update(Person).values(disabled_at=now()))
    assert client.send(typed.location, password=ANOTHER).status_code == 422
    assert db.session.scalars(select(SignIn)).first() is None
