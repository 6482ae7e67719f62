"""What people hear of the listings that they have reported."""

from core.house import Event
from core.words import _l

EVENTS = (
    Event(
        name="reports.upheld",
        kind="举报",
        title=_l("您举报的“%(title)s”下架了"),
        text=_l("运营方说：%(decision)s。谢谢您告诉我们。"),
        urgent=True,
    ),
    Event(
        name="reports.dismissed",
        kind="举报",
        title=_l("您举报的“%(title)s”看过了"),
        text=_l("运营方说：%(decision)s。不同意的话可以打 12315。"),
        urgent=True,
    ),
)
