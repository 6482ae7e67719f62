"""Which days a certificate may have, and how it stands."""

from datetime import date, timedelta

import pytest

from core.qualifications import rules
from core.qualifications.models import QualificationKind

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        (TODAY, None, None),
        (TODAY, TODAY, None),
        (TODAY - 300 * DAY, TODAY + 300 * DAY, None),
        (TODAY + DAY, None, "valid_from"),
        (date(1900, 1, 1), None, "valid_from"),
        (TODAY - DAY, TODAY - 2 * DAY, "valid_until"),
        (TODAY - 9 * DAY, TODAY - DAY, "valid_until"),
        (TODAY, TODAY + rules.LONGEST, None),
        (TODAY, TODAY + rules.LONGEST + DAY, "valid_until"),
    ],
)
def test_the_days_of_a_certificate(app, begins, ends, field):
    wrong = rules.why_not_valid(begins, ends, today=TODAY)
    assert (wrong and wrong[0]) == field


@pytest.mark.parametrize(
    ("begins", "ends", "revoked", "words"),
    [
        (-9, None, False, "有效"),
        (-9, 31, False, "有效"),
        (-9, 30, False, "快到期"),
        (-9, 0, False, "快到期"),
        (-9, -1, False, "已过期"),
        (1, None, False, "还没开始"),
        (-9, None, True, "已撤销"),
    ],
)
def test_how_it_stands_today(app, begins, ends, revoked, words):
    until = None if ends is None else TODAY + ends * DAY
    said = rules.state_of(TODAY + begins * DAY, until, is_revoked=revoked, today=TODAY)
    assert said[0] == words


def test_every_kind_has_its_words(app):
    assert set(rules.KINDS) == set(rules.GIVES) == set(QualificationKind)
