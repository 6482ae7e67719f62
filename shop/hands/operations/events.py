"""What a household hears of what its branch has put down; its hardship is in no message."""

from core.house import Event
from core.words import _l

KIND = "请人手"  # as people know it from their choices

EVENTS = (
    Event(
        name="hands.moved",
        kind=KIND,
        title=_l("志愿者来的时间改了：%(title)s"),
        text=_l("支部改到 %(when)s。不合适的话，请打电话到支部办公室。"),
        urgent=True,
    ),
    Event(
        name="hands.added",
        kind=KIND,
        title=_l("志愿者多来一次：%(title)s"),
        text=_l("支部加了一次，%(when)s 来。"),
        urgent=True,
    ),
    Event(
        name="hands.recorded",
        kind=KIND,
        title=_l("%(branch)s登记了您家的情况"),
        text=_l(
            "到 %(until)s 为止，您家请人手，可以由志愿者来帮。写了什么、对不对，在“请人手”里看。"
        ),
        must=True,
    ),
    Event(
        name="hands.ended",
        kind=KIND,
        title=_l("%(branch)s结束了您家情况的登记"),
        text=_l(
            "以后请人手按帮工来办，写上工钱就行。原因在“请人手”里看；不对的话，请打电话到支部办公室。"
        ),
        urgent=True,
        must=True,
    ),
)
