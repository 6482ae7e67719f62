"""Days and moments in words, in village time."""

from datetime import UTC, date, datetime

import pytest

from core.clock import VILLAGE
from core.web import moments
from core.words import dated, speaking

LATE = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # half past midnight of the 25th in the village


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh_Hans_CN", ["11月25日", "2026年11月25日", "11月25日 00:30", "周三", "11月"]),
        ("en", ["25 Nov", "25 Nov 2026", "25 Nov 00:30", "Wed", "Nov"]),
    ],
)
def test_a_moment_is_told_in_village_time(app, language, said):
    shown = (moments.day, moments.full_day, moments.moment, moments.weekday, moments.month_name)
    with app.test_request_context(), speaking(language):
        words = [str(show(LATE)) for show in shown]
    assert [word.split(">")[-2].split("<")[0] if "<" in word else word for word in words] == said


def test_a_machine_reads_the_same_day(app):
    with app.test_request_context():
        assert 'datetime="2026-11-25"' in moments.day(LATE)
        assert 'datetime="2026-11-25T00:30+08:00"' in moments.moment(LATE)
        assert 'datetime="2026-11-24"' in moments.day(date(2026, 11, 24))


def test_what_is_due_at_midnight_is_in_time_the_day_before(app):
    midnight = datetime(2026, 11, 27, tzinfo=VILLAGE)
    with app.test_request_context():
        assert "11月26日" in moments.last_day(midnight)
        assert "11月27日" in moments.last_day(midnight.replace(hour=9))


@pytest.mark.parametrize(
    ("language", "said"), [("zh_Hans_CN", "2029年11月24日"), ("en", "24 Nov 2029")]
)
def test_a_sentence_names_the_day_as_a_page_does(app, language, said):
    with app.test_request_context(), speaking(language):
        assert dated(date(2029, 11, 24)) == said


def test_where_nobody_reads_it_is_chinese():
    assert dated(date(2026, 11, 24)) == "2026年11月24日"
