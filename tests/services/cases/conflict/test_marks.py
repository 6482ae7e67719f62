"""What a reader of the database sees of the parties: nothing that a guess could be tried on."""

import base64
import hashlib
import hmac
import json

import pytest
from sqlalchemy import inspect, text

from core.adapters.keys import add_key
from core.db import db, writing
from core.house import HOUSE
from core.me.operations import data_of
from core.sealing import queries as seals
from core.sealing.models import Safe
from core.sealing.operations import wrap_anew
from core.sealing.rules import MARK_BYTES, Shredded
from services.cases.models import Outcome
from services.cases.operations import conflict, handling, safekeeping
from services.cases.rules import conflict as rules
from services.clinics.models import ClinicKind
from tests.core.cli.test_seal import restart
from tests.services.cases.conflict.conftest import parties

pytestmark = pytest.mark.both_engines
__all__ = ["restart"]


def parted(marks):
    return [marks[i : i + MARK_BYTES] for i in range(0, len(marks), MARK_BYTES)]


def test_no_two_cases_share_a_mark(tell, wang, li):
    """Equal marks would say, without any key, whose case another one is against."""
    tell(wang, "李小河\n桃源有限公司")
    tell(li, "王大山\n桃源有限公司")
    tell(wang, "李小河")
    found = [mark for marks in parties().values() for mark in parted(marks)]
    assert len(found) == len(set(found)) == 6 * rules.AT_ONCE


def test_how_many_there_are_is_not_seen(tell, wang):
    cases = [tell(wang, others) for others in ("", "李小河", "李小河\n赵六\n钱七")]
    found = parties()
    assert {len(found[each.id, "other"]) for each in cases} == {rules.AT_ONCE * MARK_BYTES}


def test_the_same_words_are_marked_the_same_again(world, tell, wang, do):
    made = tell(wang, "李小河", submits=False)
    before = parties()
    do(handling.submit, made, by=world.actor(wang))
    assert parties() == before


def test_without_the_key_no_guess_is_confirmed(tell, wang, do):
    made = tell(wang, "李小河")
    secret = HOUSE.settings["SECRET_KEY"].encode()
    kept = set(parted(parties()[made.id, "other"]))
    words = ("李小河", "name|李小河", "other|name|李小河")
    known = (b"", b"xingcun.marks", made.number.encode(), str(made.id).encode(), secret)
    for word in (each.encode() for each in words):
        assert hashlib.sha256(word).digest()[:MARK_BYTES] not in kept
        for key in known:
            assert hmac.digest(key, word, "sha256")[:MARK_BYTES] not in kept
    (mark,) = seals.marks_of(made.safe, ["other|name|李小河"])
    assert mark in kept  # the control: with the key it is


def test_the_marks_of_one_safe_are_no_other_safes(tell, wang):
    one, other = (tell(wang, "李小河").safe for _time in range(2))
    assert seals.marks_of(one, ["x"]) != seals.marks_of(other, ["x"])


def test_shredding_takes_them_away(world, tell, hand, wang, do):
    made = hand(tell(wang, "李小河"), world.lawyer)
    do(handling.close, made, Outcome.ADVISED, by=world.actor(world.lawyer.person))
    assert len(parties()) == 2
    do(handling.shred, made, by=world.actor(wang))
    assert parties() == {}
    with pytest.raises(Shredded):
        seals.marks_of(made.safe, ["x"])


def test_who_leaves_takes_them_away(world, tell, hand, wang, do, at):
    hand(tell(wang, "李小河"), world.lawyer)
    with writing():
        for each in HOUSE.personal:
            each.erase(wang.id, at=at)
    assert parties() == {}


def test_of_counselling_there_are_none(world, wang, make, do):
    clinic = world.make_clinic(ClinicKind.COUNSELLING, title="谈谈心")
    by = world.actor(wang)
    made = do(handling.begin, clinic, consents=True, by=by)
    do(safekeeping.save_intake, made, {"call": "老王", "others": "李小河"}, by=by)
    assert parties() == {}


def test_the_copy_of_ones_own_has_none(tell, wang, li):
    tell(wang, "李小河")
    for person in (wang, li):
        said = json.dumps(data_of(person.id), default=str, ensure_ascii=False)
        assert "party" not in said
        assert "marks" not in said
        for marks in parties().values():
            for mark in parted(marks):
                for shown in (mark.hex(), base64.b64encode(mark).decode(), str(mark)):
                    assert shown not in said


def test_no_table_has_a_word_of_them(tell, hand, world, wang):
    hand(tell(wang, "暗里河边人\n139 0013 9000"), world.lawyer)
    for table in inspect(db.engine).get_table_names():
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')):
            said = " ".join(
                bytes(each).decode("utf-8", "replace")
                if isinstance(each, bytes | memoryview)
                else str(each)
                for each in row
            )
            assert "暗里河边人" not in said, table
            assert "name|" not in said, table


class TestRotation:
    """Another key outside: the marks stay what they are, and are still compared."""

    @pytest.fixture
    def keys(self, tmp_path):
        path = tmp_path / "keys" / "seal.keys"
        add_key(path)
        return path

    @pytest.fixture
    def values(self, keys):
        return {"SEAL_KEYS": f"file:{keys}"}

    def test_matches_are_kept(self, world, tell, hand, wang, keys, restart):
        first = hand(tell(wang, "李小河"), world.lawyer)
        case_id, safe_id, lawyer_id = first.id, first.safe_id, world.lawyer.id
        before = parties()
        add_key(keys)
        app = restart()
        result = app.test_cli_runner().invoke(args=["seal", "rotate"])
        assert "1 safes" in result.output
        keys.write_text(keys.read_text().splitlines()[0])  # the old key is thrown away
        restart()
        assert not wrap_anew(safe_id)
        db.session.rollback()
        assert parties() == before
        (mark,) = seals.marks_of(db.session.get(Safe, safe_id), ["other|name|李小河"])
        assert mark in parted(before[case_id, "other"])
        asked = rules.sides_of({}, name="李小河", phone=None)
        assert conflict.list_unfit([lawyer_id], asked) == {lawyer_id}
