"""The codes of presence and truth."""

from datetime import UTC, datetime, timedelta

import pytest

from core.house import HOUSE
from services.hours.rules import codes

AT = datetime(2026, 11, 24, 2, 30, 15, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def whole():
    """No rows here."""


def good(code, at, shift=7):
    return codes.why_not_minute_code(shift, code, at=at) is None


def test_a_code_changes_every_minute():
    first = codes.minute_code(7, at=AT)
    assert codes.minute_code(7, at=AT.replace(second=0)) == first
    assert codes.minute_code(7, at=AT.replace(second=59)) == first
    assert codes.minute_code(7, at=AT + timedelta(seconds=45)) != first
    assert codes.minute_code(8, at=AT) != first


@pytest.mark.parametrize(
    ("minutes", "is_good"), [(-1, False), (0, True), (9, True), (10, True), (11, False)]
)
def test_a_scanned_code_is_good_for_ten_minutes(minutes, is_good):
    code = codes.minute_code(7, at=AT)
    begin = AT.replace(second=0) + timedelta(minutes=minutes)
    for second in (0, 59):
        assert good(code, begin + timedelta(seconds=second)) is is_good


def test_a_code_of_another_shift_or_another_minute_is_none():
    code = codes.minute_code(7, at=AT)
    assert not good(code, AT, shift=8)
    minute, _dash, sealed = code.partition("-")
    assert not good(f"{int(minute, 16) + 1:x}-{sealed}", AT + timedelta(minutes=1))


@pytest.mark.parametrize("made_up", ["", "-", "x", "1-", "０-１", "-1-abc", "f" * 80, "1_0-ab"])
def test_what_is_no_code_opens_nothing(made_up):
    assert not good(made_up, AT)


def test_words_tell_an_old_code_from_a_wrong_one():
    late = AT + timedelta(minutes=20)
    assert "过时" in codes.why_not_minute_code(7, codes.minute_code(7, at=AT), at=late)
    assert "不对" in codes.why_not_minute_code(7, "nonsense", at=AT)


def test_digits_and_the_code_of_the_person_served_are_of_their_thing_alone():
    assert len(codes.digits_of(3)) == 4
    assert codes.digits_of(3).isdigit()
    assert len({codes.digits_of(each) for each in range(200)}) > 150
    assert codes.are_digits(3, codes.digits_of(3))
    assert len(codes.served_code(3)) == 6
    assert len({codes.served_code(each) for each in range(200)}) > 195
    assert codes.is_served_code(3, codes.served_code(3))
    assert not codes.is_served_code(4, codes.served_code(3))


def test_the_address_of_the_person_served_holds_more_than_the_digits():
    class Shift:
        id = 3

    sealed = codes.served_url(Shift).rpartition("/")[2]
    assert codes.served_url(Shift) == f"/volunteer/served/3/{sealed}"
    assert codes.is_served_seal(3, sealed)
    assert not codes.is_served_seal(4, sealed)
    assert not codes.is_served_seal(3, codes.served_code(3))
    assert not codes.is_served_seal(3, "é")


def test_another_secret_makes_other_codes(app, monkeypatch):
    before = codes.digits_of(3), codes.served_code(3), codes.minute_code(3, at=AT)
    monkeypatch.setitem(HOUSE.settings.values, "SECRET_KEY", "another")
    assert (codes.digits_of(3), codes.served_code(3), codes.minute_code(3, at=AT)) != before
