"""What people are told about acting for somebody."""

from core.house import Event
from core.words import _l

KIND = "代办"  # as people know it from their choices

EVENTS = (
    Event(
        name="proxies.began",
        kind=KIND,
        title=_l("%(who)s可以代您办事了"),
        text=_l("能办：%(what)s，到 %(until)s 为止。不想再让人代办，点开就能停。"),
        urgent=True,
        must=True,
    ),
    Event(
        name="proxies.yours",
        kind=KIND,
        title=_l("您可以代%(whom)s办事了"),
        text=_l("能办：%(what)s，到 %(until)s 为止。在“代办”里点“开始”。"),
        urgent=True,
    ),
    Event(
        name="proxies.acted",
        kind=KIND,
        title=_l("%(who)s代您办了事"),
        text=_l("%(when)s：%(what)s。不对的话，点开可以停掉，也可以让支部来问。"),
        urgent=True,
        must=True,
    ),
    Event(
        name="proxies.stopped",
        kind=KIND,
        title=_l("代%(whom)s办理停了"),
        text=_l("从现在起不能再代办。"),
        urgent=True,
    ),
    Event(
        name="proxies.given_back",
        kind=KIND,
        title=_l("%(who)s不再代您办事了"),
        text=_l("要换个人来办，可以到支部办公室说一声。"),
        urgent=True,
    ),
    Event(
        name="proxies.disputed",
        kind=KIND,
        title=_l("%(whom)s说您代办的一件事不对"),
        text=_l("支部会来了解情况。点开看是哪一件。"),
        urgent=True,
    ),
    Event(
        name="proxies.answered",
        kind=KIND,
        title=_l("代办的事，支部有答复了"),
        text=_l("答复写在页面里，点开就能看。"),
        urgent=True,
    ),
)
