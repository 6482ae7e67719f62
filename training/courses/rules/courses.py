"""What stands at the head of a course, and why it cannot be published or shown yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from core.lifecycle import Lifecycle
from core.qualifications.models import QualificationKind
from core.words import _
from training.courses.models import Lesson, LessonKind, Level, Subject, VersionStatus
from training.courses.rules.lessons import why_not_ready

COURSE = "course"  # what open work hangs on, and under which name it is found
MOST_COURSES = 60  # of an organiser
STAYS_NEW = timedelta(days=30)
LONGEST = {"title": 40, "summary": 500, "for_whom": 120, "language": 30}
# Least and most of each figure.
WITHIN: Mapping[str, tuple[int, int]] = {
    "questions": (0, 100),
    "pass_mark": (1, 100),
    "exam_minutes": (5, 300),
    "attempts": (1, 20),
    "pause_hours": (0, 720),
    "valid_months": (0, 120),
}
# A version is written, then learnt, then finished by who has begun it.
VERSION = Lifecycle(
    {
        VersionStatus.DRAFT: {"publish": VersionStatus.LIVE},
        VersionStatus.LIVE: {"retire": VersionStatus.PAST},
    }
)
# What somebody does who is enrolled; a course that everybody reads has none of it.
FOR_LEARNERS = frozenset({LessonKind.PRACTICE, LessonKind.CLASS, LessonKind.TEST})


@dataclass(frozen=True, kw_only=True)
class About:
    """What a course is about, and which right its certificate gives."""

    subject: Subject
    unlocks: QualificationKind | None = None


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a version says before its lessons."""

    title: str
    summary: str = ""
    for_whom: str = ""
    level: Level = Level.BEGINNER
    language: str = ""
    open_reading: bool = False
    questions: int = 0
    pass_mark: int = 80
    exam_minutes: int = 30
    attempts: int = 3
    pause_hours: int = 24
    valid_months: int = 0
    before: frozenset[int] = field(default_factory=frozenset)  # courses passed before this one

    def written(self) -> str:
        """Return what people typed, line by line, to be compared."""
        figures = (self.questions, self.pass_mark, self.exam_minutes, self.attempts)
        more = (self.pause_hours, self.valid_months)
        said = (self.title, self.summary, self.for_whom, self.language)
        return "\n".join((*said, " ".join(str(each) for each in (*figures, *more))))


@dataclass(frozen=True, kw_only=True)
class Written:
    """A version as it stands: its head, its lessons in their order, its empty chapters, its bank.

    `hung` has the names of the files of each lesson, by its id; `items_of` how many questions the
    bank has for each lesson, by its key.
    """

    head: Head
    unlocks: QualificationKind | None
    lessons: Sequence[Lesson]
    empty: Sequence[str]
    hung: Mapping[int, Mapping[str, Collection[str]]]
    items: int
    items_of: Mapping[int, int] = field(default_factory=dict)
    circle: bool = False


def why_not_head(head: Head) -> tuple[str, str] | None:
    """Return (field, what is wrong) with the head of a version, or None."""
    if not head.title.strip():
        return "title", _("请写课程名称")
    for name, most in LONGEST.items():
        if len(getattr(head, name)) > most:
            return name, _("最多 %(most)s 个字", most=most)
    for name, (least, most) in WITHIN.items():
        if not least <= getattr(head, name) <= most:
            return name, _("请写 %(least)s 到 %(most)s 之间的数", least=least, most=most)
    if head.open_reading and head.questions:
        return "questions", _("谁都能读的课没有考试，请写 0")
    if head.open_reading and head.before:
        return "before", _("谁都能读的课不设先修课")
    return None


def why_not_about(now: About, new: About, *, was_published: bool) -> str | None:
    """Say why subject and right cannot change, or None: the steward has put just this there."""
    if was_published and new != now:
        return _("发布过的课不能换门类和资格，请另开一门课")
    return None


def items_before(lesson: Lesson, written: Written) -> int:
    """Return how many questions a test is drawn from: those of its chapter's lessons before it."""
    return sum(
        written.items_of.get(each.key, 0)
        for each in written.lessons
        if each.chapter_id == lesson.chapter_id and each.position < lesson.position
    )


def whys_not_publish(written: Written) -> list[str]:
    """Return all that a draft still lacks, in words; nothing when it can be published."""
    head, lessons = written.head, written.lessons
    wrong = why_not_head(head)
    said = [wrong[1]] if wrong else []
    if not head.summary.strip():
        said.append(_("还没有写简介"))
    if not lessons:
        said.append(_("还一课都没有"))
    said += [_("“%(title)s”这一章还没有课", title=each) for each in written.empty]
    for each in lessons:
        hung = written.hung.get(each.id, {})
        said += [
            _(
                "第 %(number)s 课“%(title)s”：%(why)s",
                number=each.position,
                title=each.title,
                why=why,
            )
            for why in why_not_ready(each, hung, items=items_before(each, written))
        ]
        if head.open_reading and each.kind in FOR_LEARNERS:
            said.append(_("“%(title)s”要报名才能做，谁都能读的课不能有", title=each.title))
    if head.questions > written.items:
        said.append(
            _(
                "考试抽 %(asked)s 题，题库里只有 %(items)s 题",
                asked=head.questions,
                items=written.items,
            )
        )
    if written.unlocks and not head.questions:
        said.append(_("能得到资格的课，最后要有考试"))
    if written.circle:
        said.append(_("先修课绕了一圈又要先学这门课，谁也报不了名"))
    return said


def why_not_switch_on(*, has_live: bool, is_removed: bool) -> str | None:
    """Say why a course cannot be offered, or None."""
    if is_removed:
        return _("这门课已经删掉了")
    return None if has_live else _("还没有发布过，先发布")


def why_not_remove(under_way: int) -> str | None:
    """Say why a course cannot go, or None: who is learning it finishes first."""
    if under_way == 0:
        return None
    return _("还有 %(count)s 位学员没学完，可以先停止招生", count=under_way)
