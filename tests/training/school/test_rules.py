"""What an address may ask of the list, and how long a course takes in words."""

from datetime import UTC, datetime, timedelta

import pytest

from core.qualifications.models import QualificationKind
from training.courses.models import Level, Subject
from training.school.rules import Wish, key_of, long, read_key, read_wish

KNOWN = frozenset({"普通话", "方言"})
WHEN = datetime(2026, 11, 24, 2, 3, 4, 345678, tzinfo=UTC)


def wish(**args):
    return read_wish(args, languages=KNOWN)


def test_what_is_asked_is_read_and_written_again():
    given = {
        "subject": "food",
        "level": "middle",
        "language": "方言",
        "unlocks": "food-seller",
        "after": key_of(WHEN, 7),
    }
    found = wish(**given)
    assert (found.subject, found.level) == (Subject.FOOD, Level.MIDDLE)
    assert (found.language, found.unlocks) == ("方言", QualificationKind.FOOD_SELLER)
    assert (found.after, found.active) == ((WHEN, 7), 4)
    assert found.args() == given
    assert found.onward(None).args() == {n: v for n, v in given.items() if n != "after"}


def test_nothing_asks_for_nothing():
    assert wish() == Wish()
    assert wish(subject="", level="", language="", unlocks="", after="") == Wish()
    assert (Wish().args(), Wish().active) == ({}, 0)


@pytest.mark.parametrize("name", ["subject", "level", "language", "unlocks", "after"])
@pytest.mark.parametrize(
    "nonsense", ["x", "FOOD", " food", "food'--", "0", "-1", "\x00", "饭" * 999]
)
def test_nonsense_asks_for_nothing(name, nonsense):
    assert wish(**{name: nonsense}) == Wish()


def test_a_language_that_nobody_teaches_in_is_nonsense():
    assert read_wish({"language": "方言"}, languages=frozenset({"普通话"})) == Wish()


@pytest.mark.parametrize("step", [0, 1, 999, 344_999])
def test_a_key_keeps_the_very_moment(step):
    """Between two courses that were switched on within a thousandth none is lost."""
    at = WHEN + timedelta(microseconds=step)
    assert read_key(key_of(at, 12)) == (at, 12)


NO_KEYS = ["", "-", "1", "1-", "-1", "0-1", "1-0", "01-1", "1-1-1", "1-1 ", "1-1\n", "１-１", "a-1"]


@pytest.mark.parametrize("text", [*NO_KEYS, "1.5-1", f"{10**16}-1", f"1-{10**9}"])
def test_a_key_of_no_sense(text):
    assert read_key(text) is None


def test_the_largest_key_is_a_moment():
    assert read_key("9" * 16 + "-" + "9" * 9)[0].year == 2286


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 分钟"),
        (40, "40 分钟"),
        (59, "59 分钟"),
        (60, "1 小时"),
        (80, "1 小时 20 分"),
        (240, "4 小时"),
    ],
)
def test_how_long(minutes, said):
    assert long(minutes) == said
