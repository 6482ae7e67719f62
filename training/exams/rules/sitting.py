"""Who may begin a paper, how often, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.lifecycle import Lifecycle
from core.words import _
from training.exams.models import AttemptStatus
from training.learning.models import EnrolmentStatus

GRACE = timedelta(seconds=30)  # for the way from the phone to the server
TEST_LASTS = 120  # minutes: a test in the course is not about time

ATTEMPT = Lifecycle(
    {
        AttemptStatus.OPEN: {
            "hand_in": AttemptStatus.HANDED_IN,
            "run_out": AttemptStatus.RUN_OUT,
        }
    }
)


@dataclass(frozen=True)
class Terms:
    """What an exam, or a test in the course, is; with `tries` 0 one may try as often as one likes.

    `lesson_key` is None for the exam, `pass_mark` per cent.
    """

    lesson_key: int | None
    title: str
    questions: int
    pass_mark: int
    minutes: int
    tries: int = 0
    pause: timedelta = timedelta(0)

    @property
    def is_exam(self) -> bool:
        return self.lesson_key is None


@dataclass(frozen=True)
class Tried:
    """One try that is over."""

    started_at: datetime
    ended_at: datetime
    passed: bool


@dataclass(frozen=True)
class Tries:
    """How many are left; with none left, from when on they count anew."""

    left: int
    again_at: datetime | None = None


def tries_left(terms: Terms, tried: Sequence[Tried], *, at: datetime) -> Tries:
    """Count, in the order of time, what was tried since one last passed or paused."""
    used, last = 0, None
    for each in tried:
        if last is not None and used >= terms.tries and each.started_at >= last + terms.pause:
            used = 0
        used, last = (0, None) if each.passed else (used + 1, each.ended_at)
    if last is None or used < terms.tries:
        return Tries(terms.tries - used)
    again_at = last + terms.pause
    return Tries(terms.tries) if at >= again_at else Tries(0, again_at)


def why_not_start(
    terms: Terms,
    *,
    status: EnrolmentStatus,
    undone: int,
    in_bank: int,
    tries: Tries | None,
    when: str = "",
) -> str | None:
    """Say why somebody cannot begin a paper now, or None; `when` says when they may again."""
    if status is EnrolmentStatus.PASSED:
        return _("您已经通过了这门课")
    if status is EnrolmentStatus.OUT:
        return _("您已经退出了这门课，要考请重新报名")
    if undone:
        return _("还有 %(count)s 课没学完，学完就能考", count=undone)
    if not in_bank:
        return _("题还没出好，请过几天再来")
    if terms.tries and tries is not None and not tries.left:
        return _("次数用完了。歇一歇，把课再看一遍，%(when)s 以后可以再考", when=when)
    return None


def is_over(ends_at: datetime, *, at: datetime) -> bool:
    """Tell whether the time on the page is over: nothing can be ticked any more."""
    return at >= ends_at


def takes_no_more(ends_at: datetime, *, at: datetime) -> bool:
    """Tell whether what comes now comes too late, the way to the server allowed for."""
    return at > ends_at + GRACE


def seconds_left(ends_at: datetime, *, at: datetime) -> int:
    """Return how many whole seconds are left by the server's clock, never less than none."""
    return max(0, int((ends_at - at).total_seconds()))
