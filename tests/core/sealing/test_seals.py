"""What is sealed opens in its own place alone, in the version that counts, with its own key."""

from dataclasses import replace
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, text, update

from core.adapters.keys import Ring
from core.db import db, writing
from core.db.upkeep import CHECKPOINT
from core.errors import Refused
from core.house import HOUSE
from core.sealing import operations, queries, rules
from core.sealing.models import Safe, SealedField
from core.sealing.rules import Broken, Shredded

pytestmark = pytest.mark.both_engines
TOLD = {"story": "机密-CANARY 他打了我".encode(), "paper": bytes(range(256)) * 20}


@pytest.fixture
def safe(app, at):
    return made(at)


def made(at, contents=TOLD):
    with writing():
        safe = operations.make_safe(at=at)
    with writing():
        operations.put(safe, contents)
    return safe


def changed(table, row_id, **values):
    """Change the row as somebody does who has the database in their hands."""
    with writing():
        db.session.execute(update(table).where(table.id == row_id).values(values))
    db.session.expire_all()


def as_seen(safe):
    """Return the safe as somebody sees it who has read it before another wrote."""
    columns = ("id", "ref", "key_id", "wrapped", "manifest", "turn")
    return SimpleNamespace(**{name: getattr(safe, name) for name in columns})


def rows(safe):
    query = select(SealedField).where(SealedField.safe_id == safe.id)
    return {row.name: row for row in db.session.scalars(query)}


def test_what_was_put_in_comes_out(safe):
    assert queries.read(safe, TOLD) == TOLD
    assert queries.names_in(safe) == ["paper", "story"]
    assert queries.read(safe, ["story", "unknown"]) == {"story": TOLD["story"]}


def test_nothing_in_the_tables_can_be_read(safe):
    for table in ("safe", "sealed_field"):
        for row in db.session.execute(text(f"SELECT * FROM {table}")):
            raw = b"".join(bytes(value) for value in row if isinstance(value, bytes | memoryview))
            assert b"CANARY" not in raw
            assert TOLD["paper"][:32] not in raw


def test_a_change_takes_the_place_of_what_stood_there(safe):
    with writing():
        operations.put(safe, {"story": b"another"})
    assert queries.read(safe, TOLD) == TOLD | {"story": b"another"}
    assert rows(safe)["story"].version == 2


def test_one_field_is_forgotten(safe):
    with writing():
        operations.take_out(safe, "paper")
    assert queries.names_in(safe) == ["story"]
    assert set(rows(safe)) == {"story"}
    with writing():
        operations.take_out(safe, "paper")  # no matter when it is gone


def test_each_bit_that_is_another_is_noticed(safe):
    row = rows(safe)["story"]
    whole = row.sealed
    for place in range(len(whole)):
        for bit in (0, 7):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << bit
            with pytest.raises(Broken):
                rules.unseal(
                    queries.key_of(safe),
                    bytes(flipped),
                    about=rules.about(safe.ref, "story", row.version),
                )
    changed(SealedField, row.id, sealed=whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Broken):
        queries.read(safe, ["story"])
    assert queries.read(safe, ["paper"])  # the control: what nobody touched


@pytest.mark.parametrize("column", ["wrapped", "manifest"])
def test_a_bit_of_key_or_manifest_is_noticed(safe, column):
    whole = getattr(safe, column)
    changed(Safe, safe.id, **{column: bytes([whole[0] ^ 1]) + whole[1:]})
    with pytest.raises(Broken):
        queries.read(safe, TOLD)


def test_cases_cannot_be_exchanged(safe, at):
    other = made(at, {"story": b"a neighbour's"})
    mine, theirs = rows(safe)["story"], rows(other)["story"]
    mine_sealed, theirs_sealed = mine.sealed, theirs.sealed
    changed(SealedField, mine.id, sealed=theirs_sealed)
    changed(SealedField, theirs.id, sealed=mine_sealed)
    for each in (safe, other):
        with pytest.raises(Broken):
            queries.read(each, ["story"])


def test_nor_can_their_keys(safe, at):
    other = made(at)
    mine, theirs = safe.wrapped, other.wrapped
    changed(Safe, safe.id, wrapped=theirs)
    changed(Safe, other.id, wrapped=mine)
    for each in (safe, other):
        with pytest.raises(Broken):
            queries.read(each, TOLD)


def test_nor_fields_of_one_case(safe):
    story, paper = rows(safe)["story"], rows(safe)["paper"]
    changed(SealedField, story.id, sealed=paper.sealed)
    with pytest.raises(Broken):
        queries.read(safe, ["story"])


def test_an_old_version_put_back_is_refused(safe):
    old = rows(safe)["story"]
    kept = {"sealed": old.sealed, "version": old.version}
    with writing():
        operations.put(safe, {"story": b"newer"})
    changed(SealedField, old.id, **kept)
    with pytest.raises(Broken):
        queries.read(safe, ["story"])
    changed(SealedField, old.id, sealed=kept["sealed"], version=2)
    with pytest.raises(Broken):
        queries.read(safe, ["story"])


def test_an_old_manifest_put_back_is_refused(safe):
    kept = safe.manifest
    with writing():
        operations.put(safe, {"story": b"newer"})
    changed(Safe, safe.id, manifest=kept)
    with pytest.raises(Broken):
        queries.read(safe, ["story"])


def test_a_field_that_was_taken_away_is_noticed(safe):
    with writing():
        db.session.execute(delete(SealedField).where(SealedField.id == rows(safe)["story"].id))
    with pytest.raises(Broken):
        queries.read(safe, ["story"])


def test_of_two_who_write_at_once_one_is_refused(safe):
    seen = as_seen(safe)
    with writing():
        operations.put(safe, {"story": b"first"})
    with pytest.raises(Refused), writing():
        operations.put(seen, {"story": b"second"})
    assert queries.read(safe, ["story"]) == {"story": b"first"}


def test_who_reads_while_another_writes_is_told_of_no_tampering(app, engine, safe):
    """On SQLite the whole transaction sees what stood there when it began."""
    assert safe.turn == 2  # seen before the other writes
    with app.app_context():
        with writing():
            operations.put(db.session.get_one(Safe, safe.id), {"story": b"newer"})
        db.session.remove()
    newest = TOLD["story"] if engine == "sqlite" else b"newer"
    assert queries.read(safe, ["story"]) == {"story": newest}


def test_what_another_wrote_meanwhile_is_shredded_too(app, safe, at):
    """On SQLite the two cannot overlap: the one waits before it begins."""
    safe_id, wrote, go_on, ended = safe.id, Event(), Event(), []
    db.session.rollback()

    def write():
        with app.app_context():
            with writing():
                operations.put(db.session.get_one(Safe, safe_id), {"late": b"x", "story": b"y"})
                wrote.set()
                go_on.wait(5)
            db.session.remove()

    def shred():
        with app.app_context():
            with writing():
                operations.shred(db.session.get_one(Safe, safe_id), at=at)
            db.session.remove()
        ended.append(True)

    writer, shredder = Thread(target=write), Thread(target=shred)
    writer.start()
    assert wrote.wait(5)
    shredder.start()
    shredder.join(0.3)
    assert not ended
    go_on.set()
    for each in (writer, shredder):
        each.join(10)
    assert ended
    db.session.expire_all()
    assert rows(db.session.get_one(Safe, safe_id)) == {}


def test_shredding_empties_the_log_of_writes(safe, at):
    while HOUSE.queue.take() is not None:
        pass
    with writing():
        operations.shred(safe, at=at)
        assert HOUSE.queue.take() is None  # not before it stands
    assert HOUSE.queue.take() == (CHECKPOINT, ())


def test_a_safe_says_whose_it_is(app, at):
    with writing():
        safe = operations.make_safe(at=at, ref="ABC")
        operations.put(safe, {"story": b"told"})
    assert safe.ref == "ABC"
    assert queries.read(safe, ["story"]) == {"story": b"told"}
    changed(Safe, safe.id, ref="XYZ")  # it cannot be said of another
    with pytest.raises(Broken):
        queries.read(safe, ["story"])


def test_shredded_it_is_gone(safe, at):
    with writing():
        operations.shred(safe, at=at)
    assert rows(safe) == {}
    assert (safe.wrapped, safe.manifest, safe.shredded_at) == (None, None, at)
    for look in (lambda: queries.read(safe, TOLD), lambda: queries.names_in(safe)):
        with pytest.raises(Shredded):
            look()
    with pytest.raises(Shredded), writing():
        operations.put(safe, {"story": b"again"})
    assert not operations.wrap_anew(safe.id)


class TestNewKey:
    """The key outside is another one."""

    @pytest.fixture
    def keys(self, app):
        ring = Ring({"old": rules.new_key()}, current="old")
        HOUSE.fill(replace(vars(HOUSE)["_parts"], keys=ring))
        return ring

    def test_what_was_sealed_before_still_opens(self, keys, at):
        first = made(at)
        keys.keys["new"], keys.current = rules.new_key(), "new"
        second = made(at)
        assert queries.list_wrapped_by_others("new", limit=9) == [first.id]
        before = {name: row.sealed for name, row in rows(first).items()}
        with writing():
            assert operations.wrap_anew(first.id)
        with writing():
            assert not operations.wrap_anew(first.id)
        db.session.expire_all()
        del keys.keys["old"]
        assert queries.read(first, TOLD) == queries.read(second, TOLD) == TOLD
        assert {name: row.sealed for name, row in rows(first).items()} == before
        assert queries.count_by_key() == {"new": 2}

    def test_without_its_key_it_stays_shut(self, keys, at):
        safe = made(at)
        keys.keys["new"], keys.current = rules.new_key(), "new"
        del keys.keys["old"]
        with pytest.raises(LookupError, match="old"):
            queries.read(safe, TOLD)
        keys.keys["old"] = rules.new_key()
        with pytest.raises(Broken):
            queries.read(safe, TOLD)

    def test_without_any_key_nothing_is_sealed(self, keys, at):
        keys.keys.clear()
        keys.current = ""
        with pytest.raises(LookupError, match="new-key"), writing():
            operations.make_safe(at=at)
