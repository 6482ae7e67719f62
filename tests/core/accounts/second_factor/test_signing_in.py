"""The second step: asked for after a right password, good once, and there is no way around it."""

import pytest
from sqlalchemy import select, update

from core.accounts import codes, operations, resets, second_factor
from core.accounts.models import BackupCode, Code, CodePurpose, SignIn
from core.clock import now
from core.db import db, writing
from core.history.models import Entry
from core.notices.models import Notice
from core.sealing.models import SealedField
from tests.core.accounts.world import ANOTHER, OURS, digits_in, link_in

pytestmark = pytest.mark.both_engines
STEP = "/login/code"
OVER = "这一步过期了"


def password(client, person, word=OURS, **kw):
    return client.send("/login", who=person.phone, password=word, **kw)


def at_the_step(client, person):
    answer = password(client, person)
    assert answer.location == "/login/code?next=/me/"
    return answer


def sessions_of(person):
    return db.session.scalars(select(SignIn).where(SignIn.person_id == person.id)).all()


def test_a_right_password_is_half_the_way(client, equip):
    person, phone = equip(name="李秀英")
    answer = password(client, person, next="/me/addresses")
    assert answer.location == "/login/code?next=/me/addresses"
    assert client.get("/me/").location.startswith("/login")
    assert sessions_of(person) == []
    page = client.get(answer.location)
    assert 'autocomplete="one-time-code"' in page.text
    assert 'inputmode="numeric"' in page.text
    assert "李秀英" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    done = client.send(answer.location, code=phone.code(), next="/me/addresses")
    assert done.location == "/me/addresses"
    assert "李秀英" in client.get("/me/").text
    assert len(sessions_of(person)) == 1
    assert client.get(STEP).location.startswith("/login?next=")


def test_without_it_nothing_is_new(client, equip, someone):
    equip()
    assert password(client, someone()).location == "/me/"


def test_a_wrong_password_never_comes_to_it(client, equip):
    person, _phone = equip()
    wrong = password(client, person, "not the password")
    assert wrong.status_code == 422
    assert "手机号（邮箱）或密码不对" in wrong.text
    assert client.get(STEP).location == "/login?next=/me/"


@pytest.mark.parametrize("typed", ["", "x", "12345", "1234567", "9" * 41, "０" * 12, "②"])
def test_nonsense_is_told(client, equip, typed):
    person, phone = equip()
    at_the_step(client, person)
    answer = client.send(STEP, code=typed)
    assert answer.status_code == 422
    assert sessions_of(person) == []
    assert client.send(STEP, code=phone.code()).location == "/me/"


def test_digits_may_be_wide_and_apart(client, equip):
    person, phone = equip()
    at_the_step(client, person)
    wide = phone.code().translate({48 + each: 0xFF10 + each for each in range(10)})
    assert client.send(STEP, code=f" {wide[:3]}　{wide[3:]}").location == "/me/"


def test_a_clock_may_be_one_step_wrong(client, app, equip, clock):
    person, phone = equip()
    clock(3)
    for steps, comes_in in ((-2, False), (2, False), (-1, True), (1, True)):
        visitor = app.test_client()
        at_the_step(visitor, person)
        assert (visitor.send(STEP, code=phone.code(steps)).status_code == 302) is comes_in, steps


def test_a_code_is_good_once_and_so_is_none_before_it(client, app, equip, clock):
    person, phone = equip()
    at_the_step(client, person)
    assert client.send(STEP, code=phone.code()).status_code == 302
    other = app.test_client()
    at_the_step(other, person)
    for steps in (0, -1):
        again = other.send(STEP, code=phone.code(steps))
        assert again.status_code == 422
        assert "用过了" in again.text
    clock(1)
    assert other.send(STEP, code=phone.code()).location == "/me/"


def test_a_code_on_paper_is_good_once(client, app, equip):
    person, phone = equip()
    one, two = phone.paper[0], phone.paper[9]
    at_the_step(client, person)
    assert client.send(STEP, code=f"{one[:4]} {one[4:8]}-{one[8:]}").location == "/me/"
    other = app.test_client()
    at_the_step(other, person)
    assert other.send(STEP, code=one).status_code == 422
    assert other.send(STEP, code=two[:-1] + str(9 - int(two[-1]))).status_code == 422
    assert other.send(STEP, code=two).location == "/me/"
    assert second_factor.count_left(person.id) == 8
    told = select(Notice.facts).where(Notice.event == "accounts.backup_code_used")
    assert sorted(each["left"] for each in db.session.scalars(told)) == ["8", "9"]
    stored = db.session.scalars(select(BackupCode.code_hash)).all()
    assert all(each.startswith("$argon2id$") for each in stored)


def test_the_codes_of_another_are_worth_nothing(client, equip):
    (mine, _), (_, theirs) = equip(), equip()
    at_the_step(client, mine)
    for typed in (theirs.code(), theirs.paper[0]):
        assert client.send(STEP, code=typed).status_code == 422
    assert sessions_of(mine) == []


def test_five_tries_and_the_password_is_asked_for_again(client, equip):
    person, phone = equip()
    at_the_step(client, person)
    for _each in range(5):
        assert client.send(STEP, code=phone.wrong()).status_code == 422
    told = select(Notice.event).where(Notice.person_id == person.id).order_by(Notice.id.desc())
    assert db.session.scalars(told).first() == "accounts.second_factor_tried"
    assert client.send(STEP, code=phone.code()).location == "/login?next=/me/"
    assert OVER in client.get("/login").text
    at_the_step(client, person)
    assert client.send(STEP, code=phone.code()).location == "/me/"


def test_ten_wrong_codes_then_wait_however_often_one_begins(client, app, equip, clock):
    person, phone = equip()
    for _round in range(2):
        at_the_step(client, person)
        for _each in range(5):
            assert client.send(STEP, code=phone.wrong()).status_code == 422
    at_the_step(client, person)
    full = client.send(STEP, code=phone.code())
    assert full.status_code == 429
    assert 0 < int(full.headers["Retry-After"]) <= 301
    other, theirs = equip()
    visitor = app.test_client()
    at_the_step(visitor, other)
    assert visitor.send(STEP, code=theirs.code()).status_code == 302  # others are not touched
    clock(11)
    at_the_step(client, person)
    assert client.send(STEP, code=phone.code()).status_code == 302


def test_who_waits_longer_than_ten_minutes_begins_again(client, equip, clock):
    person, phone = equip()
    at_the_step(client, person)
    clock(19)
    assert client.get(STEP).status_code == 200
    clock(21)
    for answer in (client.get(STEP), client.send(STEP, code=phone.code())):
        assert answer.location.startswith("/login?next=")
    assert sessions_of(person) == []


def test_what_waits_is_one_persons_and_one_browsers(client, app, equip):
    """The handle lies in a signed cookie; whoever has none, or another's, comes no further."""
    (mine, _), (theirs, phone) = equip(), equip()
    at_the_step(client, mine)
    stranger = app.test_client()
    assert stranger.send(STEP, code=phone.code()).location.startswith("/login?next=")
    at_the_step(stranger, theirs)
    assert client.send(STEP, code=phone.code()).status_code == 422
    for key, value in (("person", theirs.id), ("person_id", theirs.id), ("who", theirs.phone)):
        assert client.send(STEP, {key: value}, code=phone.code()).status_code == 422
    assert sessions_of(mine) == sessions_of(theirs) == []
    handle = db.session.scalars(select(Code.handle).where(Code.person_id == mine.id)).one()
    forged = app.test_client()
    forged.set_cookie("__Host-session", f'{{"awaited":"{handle}"}}', domain="localhost")
    assert forged.get(STEP).location.startswith("/login?next=")


def test_a_code_of_another_kind_opens_nothing_here(client, equip, at):
    person, phone = equip()
    with writing():
        handle = resets.ask_for_reset(person.phone, language="zh", at=now()).handle
    with client.session_transaction() as session:
        session["awaited"] = handle
    assert client.send(STEP, code=phone.code()).location.startswith("/login?next=")
    with writing():
        waiting = codes.make_waiting(person.id, at=now())
    for url in (f"/link/{waiting}?key=x", f"/reset/{waiting}", f"/password/{waiting}"):
        assert client.get(url).location == "/reset"


@pytest.mark.parametrize("change", ["disable", "renew"])
def test_what_locks_out_ends_the_waiting(client, equip, make, change):
    person, phone, officer = *equip(), make.actor()
    at_the_step(client, person)
    with writing():
        if change == "disable":
            operations.disable(person, by=officer, at=now())
        else:
            resets.renew(person, "other", action="reset_password", at=now(), became="sms")
    assert client.send(STEP, code=phone.code()).location.startswith("/login?next=")
    assert sessions_of(person) == []


def test_a_new_password_is_no_way_around(client, equip, post):
    """By a code to one's number: the password is set, and the second step still to come."""
    person, phone = equip()
    page = client.send("/reset", address=person.phone).location
    typed = client.send(page, code=digits_in(post()[0][1]))
    done = client.send(typed.location, password=ANOTHER)
    assert done.location == "/login/code?next=/me/"
    assert client.get("/me/").location.startswith("/login")
    assert sessions_of(person) == []
    assert "还要第二步验证" in client.get(done.location).text
    assert client.send(STEP, code=phone.code()).location == "/me/"


@pytest.mark.parametrize("way", ["mail", "slip", "admin"])
def test_nor_is_a_link_or_a_slip(client, equip, post, make, at, way):
    person, phone = equip(email="li@example.com", email_confirmed_at=at)
    officer = make.actor()
    if way == "mail":
        client.send("/reset", address=person.email)
        link = link_in(post()[0][1].replace("https://", "http://"))
        page = client.get(link).location
    elif way == "slip":
        with writing():
            digits = operations.print_code(person, by=officer, at=now())
        page = client.send("/reset/slip", code=digits).location
    else:
        with writing():
            code = resets.make_admin_link("李秀英", person.email, at=now())
            link = f"/link/{code.handle}?key={codes.secret_of(code)}"
        page = client.get(link).location
    assert page.startswith("/password/")
    assert client.send(page, password=ANOTHER).location == "/login/code?next=/me/"
    assert sessions_of(person) == []
    assert client.send(STEP, code=phone.code()).location == "/me/"


def test_what_was_tampered_with_is_told_and_paper_still_works(client, equip):
    person, phone = equip()
    field = db.session.scalars(select(SealedField)).one()
    flipped = bytes([field.sealed[-1] ^ 1])
    with writing():
        step = update(SealedField).where(SealedField.id == field.id)
        db.session.execute(step.values(sealed=field.sealed[:-1] + flipped))
    at_the_step(client, person)
    answer = client.send(STEP, code=phone.code())
    assert answer.status_code == 422
    assert "验不了" in answer.text
    assert "broken_seal" in db.session.scalars(select(Entry.action)).all()
    assert client.send(STEP, code=phone.paper[3]).location == "/me/"


def test_what_waits_is_forgotten_with_the_other_codes(client, equip, clock):
    person, _phone = equip()
    at_the_step(client, person)
    clock(2 * 24 * 120 + 30)
    with writing():
        codes.forget_old(now())
    mine = select(Code).where(Code.purpose == CodePurpose.SIGN_IN)
    assert db.session.scalars(mine).all() == []
