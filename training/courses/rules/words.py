"""What people call subjects, levels and kinds of lessons."""

from collections.abc import Mapping

from core.words import _l
from training.courses.models import LessonKind, Level, Subject

KIND = "organiser"  # what a branch verifies
SUBJECTS: Mapping[Subject, str] = {
    Subject.FOOD: _l("食品安全"),
    Subject.SELLING: _l("卖货直播"),
    Subject.BUSINESS: _l("创业经营"),
    Subject.HOSTING: _l("民宿接待"),
    Subject.FARMING: _l("种养技术"),
    Subject.CRAFT: _l("手艺"),
    Subject.PHONE: _l("用手机"),
    Subject.LAW: _l("法治讲堂"),
}
LEVELS: Mapping[Level, str] = {
    Level.BEGINNER: _l("入门"),
    Level.MIDDLE: _l("有点基础"),
    Level.ADVANCED: _l("提高"),
}
KINDS: Mapping[LessonKind, str] = {
    LessonKind.TEXT: _l("图文"),
    LessonKind.VIDEO: _l("视频"),
    LessonKind.AUDIO: _l("音频"),
    LessonKind.PAPER: _l("资料"),
    LessonKind.PRACTICE: _l("回家练"),
    LessonKind.CLASS: _l("上课"),
    LessonKind.TEST: _l("小测"),
}
