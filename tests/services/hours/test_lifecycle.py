"""Every status times every action; and the words for them."""

import pytest

from core.errors import Refused
from services.hours.models import AttendanceStatus, Check, Confirmed
from services.hours.rules import words

A = AttendanceStatus
MOVES = {
    (A.OPEN, "check_out"): A.ENDED,
    (A.OPEN, "void"): A.VOIDED,
    (A.ENDED, "confirm"): A.CONFIRMED,
    (A.ENDED, "put_up"): A.NOTICE,
    (A.ENDED, "object_to"): A.OBJECTED,
    (A.ENDED, "void"): A.VOIDED,
    (A.NOTICE, "confirm"): A.CONFIRMED,
    (A.NOTICE, "take_down"): A.ENDED,
    (A.NOTICE, "object_to"): A.OBJECTED,
    (A.NOTICE, "void"): A.VOIDED,
    (A.OBJECTED, "uphold"): A.VOIDED,
    (A.OBJECTED, "dismiss"): A.ENDED,
    (A.OBJECTED, "dismiss_to_notice"): A.NOTICE,
    (A.CONFIRMED, "void"): A.VOIDED,
}
ACTIONS = sorted({action for _status, action in MOVES})


@pytest.fixture(autouse=True)
def whole():
    """No rows here."""


@pytest.mark.parametrize("status", A)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_status_takes_its_actions_and_no_others(status, action):
    wanted = MOVES.get((status, action))
    if wanted is None:
        with pytest.raises(Refused):
            words.ATTENDANCE.after(status, action)
    else:
        assert words.ATTENDANCE.after(status, action) is wanted


def test_every_state_and_way_has_its_words():
    assert set(words.STATUSES) == set(words.CHIPS) == set(A)
    assert set(words.CHECKS) == set(Check)
    assert set(words.WAYS) == set(Confirmed)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 分钟"),
        (59, "59 分钟"),
        (60, "1 小时"),
        (61, "1 小时 1 分"),
        (480, "8 小时"),
    ],
)
def test_minutes_are_said_as_people_say_them(minutes, said):
    assert words.spelt(minutes) == said


def test_who_commends_and_certifies():
    known = {"has_parent": True, "is_open": False, "by": 1}
    assert words.why_not_propose(2, 60, **known) is None
    assert words.why_not_propose(1, 60, **known)
    assert words.why_not_propose(2, 0, **known)
    assert words.why_not_propose(2, 60, **{**known, "has_parent": False})
    assert words.why_not_propose(2, 60, **{**known, "is_open": True})
    assert words.why_not_answer_commendation(2, 1, by=3) is None
    assert words.why_not_answer_commendation(2, 1, by=2)
    assert words.why_not_answer_commendation(2, 1, by=1)
    assert words.why_not_issue(2, 1, by=1) is None
    assert words.why_not_issue(2, 0, by=1)
    assert words.why_not_issue(1, 60, by=1)
