"""What is kept of a second factor, what is told, and what nobody finds in clear."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect, select, update

from core.access import SYSTEM
from core.accounts import passwords, personal, queries, second_factor, steps, totp
from core.accounts.invariants import INVARIANTS
from core.accounts.models import BackupCode, Code, SecondFactor, SignIn, Throttle
from core.adapters.keys import add_key, read_file
from core.cli import invariants
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.house import HOUSE
from core.notices.models import Notice
from core.sealing.models import Safe, SealedField
from core.sealing.operations import wrap_anew

pytestmark = pytest.mark.both_engines


def everything_stored():
    """Return every value of every table, as bytes."""
    tables = MetaData()
    tables.reflect(db.engine)
    found = []
    for table in tables.sorted_tables:
        for row in db.session.execute(select(table)):
            found += [each if isinstance(each, bytes) else str(each).encode() for each in row]
    db.session.rollback()
    return found


def spend(proof):
    with writing():
        second_factor.spend(proof, at=now())


def test_secret_and_codes_stand_nowhere_in_clear(equip, engine, tmp_path, capfd):
    person, phone = equip()
    for typed in (phone.code(), phone.paper[2]):
        spend(second_factor.look_at(person.id, typed, at=now()))
    steps.check_second(person.id, phone.paper[1], source="10.0.0.1", at=now())
    grouped = " ".join(phone.secret[start : start + 4] for start in range(0, 32, 4))
    secrets = [phone.secret, grouped, phone.secret.lower(), *phone.paper, phone.code()]
    wanted = [each.encode() for each in secrets] + [base64.b32decode(phone.secret)]
    wanted += [each[1:].encode() for each in phone.paper]
    stored = everything_stored()
    assert len(stored) > 50
    assert [each for each in wanted for value in stored if each in value] == []
    if engine == "sqlite":
        files = [each for each in Path(tmp_path).glob("house.db*") if each.stat().st_size]
        assert files
        for each in files:
            held = each.read_bytes()
            assert [one for one in wanted if len(one) > 6 and one in held] == [], each
    said = "".join(capfd.readouterr())
    assert [each for each in wanted if len(each) > 6 and each.decode("latin-1") in said] == []


def test_control_the_search_finds_what_does_stand_there(equip):
    person, _phone = equip()
    assert any(person.phone.encode() in each for each in everything_stored())


def test_history_and_notices_say_that_and_no_more(equip):
    person, phone = equip()
    spend(second_factor.look_at(person.id, phone.paper[0], at=now()))
    proof = second_factor.look_at(person.id, phone.code(), at=now())
    with writing():
        by = queries.self_of(person)
        second_factor.switch_off(person, proof, sign_in_id=0, by=by, at=now())
    lines = db.session.execute(select(Entry.action, Entry.was, Entry.became).order_by(Entry.id))
    assert [tuple(each) for each in lines] == [
        ("second_factor_on", None, None),
        ("use_backup_code", None, "9"),
        ("second_factor_off", None, None),
    ]
    notices = db.session.execute(select(Notice.event, Notice.facts).order_by(Notice.id)).all()
    assert [each.event for each in notices] == [
        "accounts.second_factor_on",
        "accounts.backup_code_used",
        "accounts.second_factor_off",
    ]
    assert {name for each in notices for name in each.facts} == {"when", "left"}


def test_off_means_that_nothing_is_left(equip):
    person, phone = equip()
    proof = second_factor.look_at(person.id, phone.code(), at=now())
    with writing():
        by = queries.self_of(person)
        second_factor.switch_off(person, proof, sign_in_id=0, by=by, at=now())
    assert not second_factor.is_on(person.id)
    for table in (SecondFactor, BackupCode, SealedField):
        assert db.session.scalars(select(table)).all() == []
    assert db.session.scalars(select(Safe.wrapped)).all() == [None]
    assert second_factor.look_at(person.id, phone.paper[1], at=now()) is None
    with writing():
        again = second_factor.prepare(person, at=now())
    assert again != phone.secret


def test_it_is_not_on_before_a_right_code(someone, clock):
    person = someone()
    with writing():
        first = second_factor.prepare(person, at=now())
    with writing():
        second = second_factor.prepare(person, at=now() + timedelta(seconds=1))
    assert first != second
    assert not second_factor.is_on(person.id)
    assert second_factor.list_facts(person.id) == []
    old = totp.code_of(first, totp.step_at(now()))
    assert second_factor.look_at(person.id, old, at=now()) is None
    good = second_factor.look_at(person.id, totp.code_of(second, totp.step_at(now())), at=now())
    with pytest.raises(Refused), writing():
        second_factor.spend(good, at=now())  # what is not on proves nothing


def test_it_cannot_be_begun_twice(equip):
    person, phone = equip()
    with pytest.raises(Refused), writing():
        second_factor.prepare(person, at=now())
    proof = second_factor.look_at(person.id, phone.code(), at=now())
    by = queries.self_of(person)
    with pytest.raises(Refused), writing():
        second_factor.switch_on(person, proof, ["x"] * 10, sign_in_id=0, by=by, at=now())
    assert second_factor.count_left(person.id) == 10


def test_new_codes_on_paper_make_the_old_ones_worthless(equip):
    person, phone = equip()
    proof = second_factor.look_at(person.id, phone.paper[4], at=now())
    fresh = totp.new_paper_codes()
    hashes = [passwords.hash_password(each) for each in fresh]
    shown = second_factor.look_at(person.id, phone.paper[7], at=now())
    with writing():
        by = queries.self_of(person)
        second_factor.renew_backup_codes(person, shown, hashes, by=by, at=now())
    assert second_factor.look_at(person.id, phone.paper[0], at=now()) is None
    with pytest.raises(Refused):
        spend(proof)  # it was looked at before
    spend(second_factor.look_at(person.id, fresh[0], at=now()))
    assert second_factor.count_left(person.id) == 9


def test_only_whoever_has_it_on_gets_codes_or_loses_it(someone, clock):
    person = someone()
    made_up = second_factor.Proof(person.id, now(), step=1)
    for do in (
        lambda: second_factor.renew_backup_codes(person, made_up, ["x"] * 10, by=SYSTEM, at=now()),
        lambda: second_factor.take_off(person, by=SYSTEM, at=now()),
    ):
        with pytest.raises(Refused), writing():
            do()


def test_a_safe_of_another_opens_for_nobody(equip):
    """Whoever has the database in hand cannot put their own secret in another's place."""
    (mine, _), (theirs, phone) = equip(), equip()
    ids = {each: second_factor.find(each).safe_id for each in (mine.id, theirs.id)}
    with writing():
        spare = Safe(ref="spare", key_id="x", wrapped=b"x", manifest=b"x", turn=1, made_at=now())
        db.session.add(spare)
        db.session.flush()
        spare_id = spare.id

    def lies_in(person_id, safe_id):
        step = update(SecondFactor).where(SecondFactor.person_id == person_id)
        db.session.execute(step.values(safe_id=safe_id))

    def swap(one, two):
        with writing():
            lies_in(mine.id, spare_id)
            lies_in(theirs.id, one)
            lies_in(mine.id, two)

    swap(ids[mine.id], ids[theirs.id])
    with pytest.raises(Refused, match="验不了"):
        second_factor.look_at(mine.id, phone.code(), at=now())
    db.session.rollback()
    assert "accounts.second_factor_of_another" in invariants.broken(at=now(), only=INVARIANTS)
    swap(ids[theirs.id], ids[mine.id])


def test_keys_are_changed_as_for_everything_sealed(equip, tmp_path, monkeypatch):
    person, phone = equip()
    file = tmp_path / "keys" / "seal.keys"
    add_key(file)
    parts = vars(HOUSE)["_parts"]
    monkeypatch.setitem(vars(parts), "keys", read_file(file))
    with writing():
        assert wrap_anew(second_factor.find(person.id).safe_id)
    assert second_factor.look_at(person.id, phone.code(), at=now()) is not None
    without = tmp_path / "keys" / "other.keys"
    add_key(without)
    monkeypatch.setitem(vars(parts), "keys", read_file(without))
    with pytest.raises(Refused, match="验不了"):
        second_factor.look_at(person.id, phone.code(), at=now())
    assert second_factor.look_at(person.id, phone.paper[0], at=now()) is not None


def test_what_was_never_finished_does_not_stand_in_the_way(someone, clock, tmp_path, monkeypatch):
    """The key that has sealed it is gone: a new secret is made in a new safe."""
    person = someone()
    with writing():
        second_factor.prepare(person, at=now())
    without = tmp_path / "keys" / "other.keys"
    add_key(without)
    monkeypatch.setitem(vars(vars(HOUSE)["_parts"]), "keys", read_file(without))
    with writing():
        secret = second_factor.prepare(person, at=now())
    typed = totp.code_of(secret, totp.step_at(now()))
    assert second_factor.look_at(person.id, typed, at=now()) is not None


def test_the_copy_says_that_it_is_on_and_erasing_leaves_nothing(equip):
    person, phone = equip()
    own = personal.OwnAccount()
    (fact,) = own.export(person.id)["second_factor"]
    assert set(fact) == {"on_since", "backup_codes_left"}
    told = json.dumps(own.export(person.id), default=str)
    assert phone.secret not in told
    assert "argon2" not in told
    with writing():
        own.erase(person.id, at=now())
    for table in (SecondFactor, BackupCode, SealedField, Throttle, Code, SignIn):
        assert db.session.scalars(select(table)).all() == [], table
    assert own.export(person.id)["second_factor"] == []


def test_nothing_of_it_is_kept_but_two_tables_and_a_safe(app):
    columns = {each["name"] for each in inspect(db.engine).get_columns("person_second_factor")}
    assert columns == {"person_id", "safe_id", "made_at", "on_at", "last_step"}
