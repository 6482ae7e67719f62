"""What completes a lesson, in words for the learner, and why it is not done yet."""

from collections.abc import Mapping

from core.words import _, _l
from training.courses.models import FileRole, Lesson, LessonKind
from training.learning.models import EnrolmentStatus
from training.learning.rules.progress import WHOLE_TEXT

ENOUGH = 90  # per cent of a recording
MINUTE = 60
HALVES = {LessonKind.VIDEO, LessonKind.AUDIO}
BY_WORD = {LessonKind.TEXT, LessonKind.PAPER}
COMPLETES: Mapping[LessonKind, str] = {
    LessonKind.TEXT: _l("读完了，点一下“读完了”，这一课就算学完。这是您自己说的，我们信您。"),
    LessonKind.PAPER: _l("看完了资料，点一下“读完了”，这一课就算学完。这是您自己说的，我们信您。"),
    LessonKind.VIDEO: _l("视频放过九成，这一课就自己算学完。拖到最后不算。"),
    LessonKind.AUDIO: _l("录音放过九成，这一课就自己算学完。拖到最后不算。"),
    LessonKind.PRACTICE: _l("在家做一遍，拍照交上来，老师说好了，这一课就算学完。"),
    LessonKind.CLASS: _l("到课上点了名，这一课就算学完。"),
    LessonKind.TEST: _l("小测做过了线，这一课就算学完。"),
}


def is_played(lesson: Lesson) -> bool:
    """Tell whether there is a recording in it that can be played to its end."""
    return (
        lesson.kind in HALVES
        and lesson.seconds > 0
        and any(
            each.role is FileRole.MEDIA and each.recording and not each.recording.deleted_at
            for each in lesson.files
        )
    )


def may_say_done(lesson: Lesson) -> bool:
    """Tell whether the learner's own word completes it; so too where a recording has gone."""
    return lesson.kind in BY_WORD or (lesson.kind in HALVES and not is_played(lesson))


def end_of(lesson: Lesson) -> int:
    """Return the last place in it: the second of a recording, of a text 100 per cent."""
    return lesson.seconds if is_played(lesson) else WHOLE_TEXT


def is_watched(lesson: Lesson, credit: int) -> bool:
    """Tell whether so much of its recording was played that it is done."""
    return is_played(lesson) and credit * 100 >= lesson.seconds * ENOUGH


def completes(lesson: Lesson) -> str:
    """Say in a sentence what completes it."""
    kind = LessonKind.TEXT if may_say_done(lesson) and lesson.kind in HALVES else lesson.kind
    return str(COMPLETES[kind])


def why_not_study(status: EnrolmentStatus) -> str | None:
    """Say why nothing more is put down of somebody's learning, or None."""
    return _("您已经退出这门课了") if status is EnrolmentStatus.OUT else None


def why_not_say_done(lesson: Lesson, status: EnrolmentStatus) -> str | None:
    """Say why the learner's word does not complete it, or None."""
    if why_not := why_not_study(status):
        return why_not
    if not may_say_done(lesson):
        return _("这一课不能自己说学完。%(how)s", how=completes(lesson))
    return None


def watched_in_words(lesson: Lesson, credit: int) -> str:
    """Say how much of a recording was played."""
    return _("放过 %(credit)s，一共 %(whole)s", credit=clock(credit), whole=clock(lesson.seconds))


def clock(seconds: int) -> str:
    """Write seconds as a player shows them."""
    minutes, rest = divmod(seconds, MINUTE)
    return f"{minutes}:{rest:02}"
