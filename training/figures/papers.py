"""The learners of a course as a sheet, one enrolment a row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain

from core.clock import village_day
from core.storage.exports import Value, write_xlsx
from core.words import _, _l
from training.figures.queries.stuck import Learner
from training.learning.models import EnrolmentStatus

STATES: Mapping[EnrolmentStatus, str] = {
    EnrolmentStatus.IN: _l("在学"),
    EnrolmentStatus.PASSED: _l("学完了"),
    EnrolmentStatus.OUT: _l("退了"),
}


def learners_as_xlsx(learners: Iterable[Learner]) -> bytes:
    """Return the sheet; neither phone numbers nor what somebody answered stand in it."""
    return write_xlsx(chain([heading()], map(row_of, learners)), title=_("学员"))


def heading() -> Sequence[Value]:
    return [
        _("姓名"),
        _("报名"),
        _("哪一期开课"),
        _("第几版"),
        _("现在"),
        _("学完几课"),
        _("一共几课"),
        _("学到哪一课"),
        _("最近一次学"),
        _("考试最好的分数"),
        _("学完那天"),
    ]


def row_of(each: Learner) -> Sequence[Value]:
    is_in = each.status is EnrolmentStatus.IN
    return [
        each.name,
        _day(each.enrolled_at),
        each.cohort.isoformat() if each.cohort else "",
        each.version,
        str(STATES[each.status]),
        each.done,
        each.lessons,
        (each.lesson or "") if is_in else "",
        _day(each.heard_at),
        each.score,
        _day(each.passed_at),
    ]


def _day(moment: datetime | None) -> str:
    day: date | None = village_day(moment) if moment else None
    return day.isoformat() if day else ""
