"""Who may ask how much, how askers are named, and what can still be done with a question."""

from datetime import timedelta

from core.branches.rules import surname
from core.words import _
from training.learning.models import EnrolmentStatus
from training.questions.models import Question

SHORTEST_QUESTION, LONGEST_QUESTION = 5, 300
LONGEST_ANSWER, LONGEST_REASON = 1000, 100
MOST_OPEN = 10  # of one learner in one course
A_DAY = timedelta(days=1)  # what was taken back counts so long: asking tells the teachers


def classmate(name: str, *, is_gone: bool = False) -> str:
    """Return how an asker is named under a lesson: by the surname alone."""
    return _("已注销的用户") if is_gone else _("%(surname)s同学", surname=surname(name))


def why_not_ask(status: EnrolmentStatus, *, waiting: int) -> str | None:
    """Say why this learner asks nothing now, or None; so many of theirs wait for an answer."""
    if status is EnrolmentStatus.OUT:
        return _("您已经退出这门课了")
    if waiting >= MOST_OPEN:
        return _("您有 %(most)s 个问题还没答，等老师答了再问", most=MOST_OPEN)
    return None


def why_not_take_back(question: Question) -> str | None:
    """Say why the asker cannot take it back, or None."""
    if question.hidden_at:
        return _("这个问题老师不显示了，不用收回")
    if question.answered_at:
        return _("老师已经回答了，收不回来了")
    return None


def why_not_answer(question: Question) -> str | None:
    """Say why a teacher cannot answer it, or answer it in other words, or None."""
    if question.hidden_at:
        return _("这个问题已经不显示了，不用回答")
    if question.taken_back_at:
        return _("提问的人收回了，不用回答")
    return None


def why_not_hide(question: Question) -> str | None:
    """Say why there is nothing to hide, or None."""
    if question.hidden_at:
        return _("这个问题已经不显示了")
    if question.taken_back_at:
        return _("提问的人已经收回了")
    return None
