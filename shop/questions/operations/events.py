"""What askers and producers are told about questions."""

from core.house import Event
from core.words import _l

EVENTS = (
    Event(
        name="questions.asked",
        kind="卖东西",
        title=_l("有人问“%(title)s”"),
        text=_l("请抽空答一答，答了大家都看得到。"),
        urgent=True,
    ),
    Event(
        name="questions.answered",
        kind="问商家",
        title=_l("商家答了您问的“%(title)s”"),
        text=_l("点开就能看到回答。"),
        urgent=True,
    ),
    Event(
        name="questions.hidden",
        kind="问商家",
        title=_l("您问“%(title)s”的问题不再显示"),
        text=_l("运营方说：%(why)s"),
    ),
)
