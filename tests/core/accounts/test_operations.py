"""What officers and administrators do with people."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.accounts import codes, grants, operations, passwords, queries, sessions
from core.accounts.models import Code, CodePurpose, GrantKind, SignIn
from core.branches.actors import find_signed_in
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from tests.core.accounts.world import HASH, OURS

pytestmark = pytest.mark.both_engines


def entered(by, at, **kw):
    facts = {"name": "陈桂花", "phone": None, "consent_note": "本人口头同意", **kw}
    with writing():
        return operations.enter_person(**facts, by=by, at=at)


def test_somebody_without_a_phone_is_entered(make, at):
    by = make.actor()
    person = entered(by, at, name=" 陈 桂花 ")
    assert (person.name, person.name_key, person.phone) == ("陈 桂花", "chen   gui hua", None) or (
        person.name_key.split() == ["chen", "gui", "hua"]
    )
    assert person.entered_by == by.id
    assert not person.can_sign_in
    assert db.session.scalars(select(Entry.action)).all() == ["enter"]


def test_a_number_that_belongs_to_someone_is_refused_on_its_field(make, at):
    by = make.actor()
    entered(by, at, phone="138 0013 8000")
    for phone in ("13800138000", "138"):
        with pytest.raises(Refused) as refused:
            entered(by, at, phone=phone)
        assert refused.value.field == "phone"
    with pytest.raises(Refused) as refused:
        entered(by, at, name="")
    assert refused.value.field == "name"


def test_a_number_is_confirmed_face_to_face(make, at):
    by, person, other = make.actor(), make.person(), make.person(phone_confirmed_at=at)
    with writing():
        operations.confirm_phone_face_to_face(person, by=by, at=at)
    assert (person.phone_confirmed_at, person.phone_confirmed_by) == (at, by.id)
    with writing():
        operations.confirm_phone_face_to_face(person, phone="139 0013 9000", by=by, at=at)
    assert person.phone == "13900139000"
    with pytest.raises(Refused), writing():
        operations.confirm_phone_face_to_face(person, phone=other.phone, by=by, at=at)
    nobody = make.person(phone=None)
    with pytest.raises(Refused), writing():
        operations.confirm_phone_face_to_face(nobody, by=by, at=at)


def test_a_printed_code_is_kept_nowhere_and_recorded(make, someone, at):
    by, person = make.actor(), someone()
    with writing():
        code = operations.print_code(person, by=by, at=at)
    digits = code.replace(" ", "")
    assert len(digits) == 12
    row = db.session.scalars(select(Code)).one()
    assert (row.purpose, row.made_by, row.address) == (CodePurpose.RESET, by.id, None)
    assert row.expires_at - row.made_at == timedelta(hours=24)
    assert digits[6:] not in row.code_hash
    assert codes.is_right(row, digits[6:])
    assert db.session.scalars(select(Entry.action)).all() == ["print_code"]
    assert db.session.scalars(select(Notice.event)).all() == ["accounts.code_printed"]


def test_a_second_slip_makes_the_first_worthless(make, at):
    by, person = make.actor(), make.person()
    for _each in range(2):
        with writing():
            operations.print_code(person, by=by, at=at)
    rows = db.session.scalars(select(Code).order_by(Code.id)).all()
    assert [row.purpose for row in rows] == [CodePurpose.TAKE_OVER] * 2
    assert [row.used_at is None for row in rows] == [False, True]


def test_no_slip_for_oneself_for_staff_for_the_locked_out(make, someone, at):
    by = make.actor()
    for person in (queries.get_person(by.id), make.clerk(), make.admin(), someone(disabled_at=at)):
        with pytest.raises(Refused), writing():
            operations.print_code(person, by=by, at=at)


def test_the_disabled_are_out_at_once_until_enabled(make, someone, at):
    by, person = make.actor(), someone()
    token = make.sign_in(person, at=at)
    with writing():
        operations.print_code(person, by=by, at=at)
        operations.disable(person, reason="冒用", by=by, at=at)
    assert find_signed_in(token, at=at) is None
    assert db.session.scalars(select(Code)).one().used_at == at
    with pytest.raises(Refused), writing():
        operations.disable(person, by=by, at=at)
    with writing():
        operations.enable(person, by=by, at=at)
    assert person.can_sign_in
    assert find_signed_in(token, at=at) is None
    with pytest.raises(Refused), writing():
        operations.enable(person, by=by, at=at)
    with pytest.raises(Refused), writing():
        operations.disable(queries.get_person(by.id), by=by, at=at)


def test_all_sessions_of_one_end_and_no_other(make, someone, at):
    by, person, other = make.actor(), someone(), someone()
    tokens = [make.sign_in(person, at=at), make.sign_in(person, at=at)]
    theirs = make.sign_in(other, at=at)
    with writing():
        assert operations.end_sessions(person, by=by, at=at) == 2
    assert [find_signed_in(token, at=at) for token in tokens] == [None, None]
    assert find_signed_in(theirs, at=at) is not None


def test_a_right_is_given_once_and_the_last_administrator_stays(make, someone, at):
    by, person = make.actor(make.admin()), someone()
    token = make.sign_in(person, at=at)
    with writing():
        grants.grant(person, GrantKind.CLERK, by=by, at=at)
    assert find_signed_in(token, at=at) is None
    assert queries.has_grant(person.id, GrantKind.CLERK)
    assert not queries.has_grant(person.id, GrantKind.ADMIN)
    assert [each.person_id for each in queries.list_grants(GrantKind.CLERK)] == [person.id]
    with pytest.raises(Refused), writing():
        grants.grant(person, GrantKind.CLERK, by=by, at=at)
    with writing():
        grants.end_grant(person, GrantKind.CLERK, by=by, at=at)
    with pytest.raises(Refused), writing():
        grants.end_grant(person, GrantKind.CLERK, by=by, at=at)
    with pytest.raises(Refused), writing():
        grants.end_grant(queries.get_person(by.id), GrantKind.ADMIN, by=by, at=at)
    locked_out = someone(disabled_at=at)
    with pytest.raises(Refused), writing():
        grants.grant(locked_out, GrantKind.CLERK, by=by, at=at)


@pytest.mark.parametrize(("staff", "idle", "hours"), [(False, 720, 720), (True, 30, 12)])
def test_a_session_lives_as_long_as_the_office_allows(make, someone, at, staff, idle, hours):
    person = someone()
    if staff:
        make.clerk(person)
    with writing():
        token = sessions.start(person, user_agent="", at=at)
    row = db.session.scalars(select(SignIn)).one()
    assert token not in row.token_hash
    assert (row.idle_minutes, row.ends_at - at) == (idle, timedelta(hours=hours))
    last = at + timedelta(minutes=idle)
    assert find_signed_in(token, at=last) is not None
    assert find_signed_in(token, at=last + timedelta(seconds=1)) is None
    with writing():
        row.seen_at = at + timedelta(hours=hours)
    assert find_signed_in(token, at=at + timedelta(hours=hours, seconds=1)) is None


def test_a_password_is_never_hashed_while_writing(app):
    with writing(), pytest.raises(RuntimeError):
        passwords.hash_password(OURS)
    assert passwords.matches(OURS, HASH)
    assert not passwords.matches(OURS + "x", HASH)
    assert not passwords.matches(OURS, None)
    assert not passwords.matches("nobody has this password", None)
    assert not passwords.matches(OURS, "garbage")
    assert passwords.renewed(OURS, HASH) is None
    assert HASH.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
