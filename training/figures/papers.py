"""Sheets: the learners of a course; whom a branch has trained, and whose right lapses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain

from core.branches.rules import LEAST_SHOWN
from core.clock import village_day
from core.qualifications.rules import KINDS
from core.storage.exports import Value, write_xlsx
from core.words import _, _l, dated
from training.courses.models import Subject
from training.courses.rules import SUBJECTS
from training.figures import rules
from training.figures.queries.branch import Lapsing
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


def trained_as_xlsx(
    months: Sequence[date], trained: Mapping[Subject, Sequence[int | None]]
) -> bytes:
    """Return month and subject as a sheet; a number that would point at somebody is not in it."""
    hidden = _("少于 %(least)s", least=LEAST_SHOWN)
    total = _("写出来的合计")
    rows: list[Sequence[Value]] = [[_("月份"), *(str(SUBJECTS[each]) for each in trained), total]]
    for month, cells in zip(months, rules.by_month(trained), strict=False):
        counts = [hidden if each is None else each for each in cells]
        rows.append([dated(month, "yMMM"), *counts, rules.total_of(cells)])
    rows.append([total, *(rules.total_of(each) for each in trained.values()), None])
    return write_xlsx(rows, title=_("学完课程的人"))


def lapsing_as_xlsx(found: Iterable[Lapsing]) -> bytes:
    """Return whose qualification lapses soon as a sheet, the soonest first; no phone numbers."""
    heading = [_("姓名"), _("资格"), _("到哪天")]
    rows = ([each.name, str(KINDS[each.kind]), each.until.isoformat()] for each in found)
    return write_xlsx(chain([heading], rows), title=_("快到期的资格"))


def _day(moment: datetime | None) -> str:
    day: date | None = village_day(moment) if moment else None
    return day.isoformat() if day else ""
