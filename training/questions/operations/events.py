"""What teachers and askers are told of questions under lessons."""

from core.house import Event
from core.words import _l

KIND = "学堂"  # as people know it from their choices
EVENTS = (
    Event(
        name="school.question_asked",
        kind=KIND,
        title=_l("有学员问“%(title)s”"),
        text=_l("请抽空答一答，学这一课的都看得到。"),
        urgent=True,
    ),
    Event(
        name="school.question_answered",
        kind=KIND,
        title=_l("老师答了您问的“%(title)s”"),
        text=_l("点开就能看到回答。"),
        urgent=True,
    ),
    Event(
        name="school.question_hidden",
        kind=KIND,
        title=_l("您问“%(title)s”的问题不再显示"),
        text=_l("老师说：%(why)s"),
    ),
)
