"""A number that was only said goes to whoever shows it; a confirmed one stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from core.accounts import contacts, operations
from core.accounts.codes import find_live
from core.accounts.models import CodePurpose, Person
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from tests.core.accounts.world import OURS, digits_in

NUMBER = "13800138000"
FORM = {"name": "李秀英", "address": NUMBER, "password": OURS, "agree": "y"}


def has_lost(person):
    """Tell whether the number is gone, with a line and a word about it."""
    db.session.rollback()
    lost = select(Entry).where(Entry.action == "lose_number", Entry.about_id == person.id)
    told = select(Notice).where(
        Notice.event == "accounts.number_lost", Notice.person_id == person.id
    )
    said = {
        db.session.get(Person, person.id).phone is None,
        db.session.scalar(lost) is not None,
        db.session.scalar(told) is not None,
    }
    assert len(said) == 1
    return said == {True}


@pytest.mark.both_engines
@pytest.mark.parametrize("case", ["only said", "entered", "confirmed", "administrator"])
def test_face_to_face(make, someone, at, case):
    holder = someone(
        phone=NUMBER,
        phone_confirmed_at=at if case == "confirmed" else None,
        **({"password_hash": None} if case == "entered" else {}),
    )
    if case == "administrator":
        make.admin(holder)
    by, person = make.actor(), make.person(phone=None)
    if case in {"confirmed", "administrator"}:
        with pytest.raises(Refused), writing():
            operations.confirm_phone_face_to_face(person, phone=NUMBER, by=by, at=at)
        assert not has_lost(holder)
        return
    with writing():
        operations.confirm_phone_face_to_face(person, phone=NUMBER, by=by, at=at)
    assert (person.phone, person.phone_confirmed_at) == (NUMBER, at)
    assert has_lost(holder)


@pytest.mark.both_engines
def test_whoever_registers_shows_it_by_the_code(client, app, someone, post):
    holder = someone(phone=NUMBER, phone_confirmed_at=None)
    page = client.send("/register", FORM).location
    ((to, text),) = post()
    assert to == NUMBER
    assert not has_lost(holder)
    assert client.send(page, code=digits_in(text)).location == "/me/"
    assert has_lost(holder)
    new = db.session.scalars(select(Person).where(Person.phone == NUMBER)).one()
    assert (new.name, new.phone_confirmed_at is not None) == ("李秀英", True)


def test_confirmed_before_the_code_was_typed_it_stays(client, someone, post):
    holder = someone(phone=NUMBER, phone_confirmed_at=None)
    page = client.send("/register", FORM).location
    ((_to, text),) = post()
    with writing():
        holder.phone_confirmed_at = now()
    assert client.send(page, code=digits_in(text)).status_code == 422
    assert not has_lost(holder)


def test_whom_a_branch_has_entered_is_sent_to_the_branch(client, make, post):
    holder = make.person(phone=NUMBER)
    page = client.send("/register", FORM).location
    ((_to, text),) = post()
    assert "支部给您登记过" in text
    assert "到支部办公室开条子" in text
    assert client.send(page, code="123456").status_code == 422
    assert not has_lost(holder)


@pytest.mark.both_engines
def test_of_two_who_show_it_at_once_one_has_it(app, someone, make):
    holder = someone(phone=NUMBER, phone_confirmed_at=None)
    people = [someone() for _each in range(2)]
    with writing():
        handles = [
            contacts.ask_for_change(person, NUMBER, language="zh", at=now()).handle
            for person in people
        ]
    actors, gate = [make.actor(person) for person in people], Barrier(2)
    db.session.rollback()

    def show(number):
        with app.app_context():
            gate.wait(10)
            try:
                with writing():
                    code = find_live(handles[number], CodePurpose.CONFIRM_PHONE, at=now())
                    contacts.change(code, by=actors[number], at=now())
            except Refused:
                return "refused"
            return "has it"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(show, range(2)))
    assert said == ["has it", "refused"]
    assert has_lost(holder)
    assert len(db.session.scalars(select(Person).where(Person.phone == NUMBER)).all()) == 1
