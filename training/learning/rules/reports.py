"""What may be handed in of work at home, and who says whether it is good."""

from collections.abc import Mapping

from core.access import Actor
from core.lifecycle import Lifecycle
from core.words import _, _l
from training.courses.models import Lesson, LessonKind
from training.learning.models import EnrolmentStatus, Report, ReportStatus

LONGEST_WORDS, LONGEST_ANSWER = 1000, 500
MOST_PICTURES = 4
REPORTS: Mapping[ReportStatus, str] = {
    ReportStatus.HANDED_IN: _l("交了，等老师看"),
    ReportStatus.ACCEPTED: _l("老师说好了"),
    ReportStatus.AGAIN: _l("再做一次"),
}
CHIPS: Mapping[ReportStatus, str] = {
    ReportStatus.HANDED_IN: "season",
    ReportStatus.ACCEPTED: "",
    ReportStatus.AGAIN: "trouble",
}
REPORT = Lifecycle(
    {ReportStatus.HANDED_IN: {"accept": ReportStatus.ACCEPTED, "send_back": ReportStatus.AGAIN}}
)


def why_not_hand_in(
    lesson: Lesson, status: EnrolmentStatus, last: ReportStatus | None
) -> str | None:
    """Say why nothing is handed in now, or None; `last` is what became of the one before."""
    if lesson.kind is not LessonKind.PRACTICE:
        return _("这一课没有要交的作业")
    if last is ReportStatus.ACCEPTED:
        return _("老师已经说好了，不用再交")
    if last is ReportStatus.HANDED_IN:
        return _("已经交了，等老师看过再说")
    if status is EnrolmentStatus.PASSED:
        return _("这门课您已经学完了，不用再交")
    if status is EnrolmentStatus.OUT:
        return _("您已经退出这门课了")
    return None


def why_not_pictures(count: int) -> str | None:
    """Say why these are too few or too many photos, or None."""
    if count < 1:
        return _("请至少放一张照片")
    if count > MOST_PICTURES:
        return _("最多 %(most)s 张照片", most=MOST_PICTURES)
    return None


def why_not_judge(report: Report, *, by: Actor) -> str | None:
    """Say why this teacher does not say whether it is good, or None."""
    if report.person_id == by.person:
        return _("自己交的，要请别的老师看")
    if report.status is not ReportStatus.HANDED_IN:
        return _("已经有老师看过了")
    return None
