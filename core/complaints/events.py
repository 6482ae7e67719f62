"""What people are told about complaints."""

from core.house import Event
from core.words import _l

KIND = "投诉"  # as people know it from their choices

EVENTS = (
    Event(
        name="complaints.made",
        kind=KIND,
        title=_l("收到了您对“%(about)s”的投诉"),
        text=_l("包联人 3 天内答复；到期没有答复，自动转到上一级。"),
        urgent=True,
    ),
    Event(
        name="complaints.answered",
        kind=KIND,
        title=_l("您对“%(about)s”的投诉有答复了"),
        text=_l("请看看满不满意。不满意可以转到上一级；7 天不回话就办结。"),
        urgent=True,
    ),
    Event(
        name="complaints.climbed",
        kind=KIND,
        title=_l("您对“%(about)s”的投诉转到上一级了"),
        text=_l("新的期限写在页面里。"),
        urgent=True,
    ),
    Event(
        name="complaints.said",
        kind=KIND,
        title=_l("经营者对“%(about)s”的投诉作了说明"),
        text=_l("说明写在页面里。经营者不知道是谁投诉的。"),
        urgent=True,
    ),
    Event(
        name="complaints.closed",
        kind=KIND,
        title=_l("您对“%(about)s”的投诉办结了"),
        text=_l("还有不满意的，可以打 12315。"),
        urgent=True,
    ),
    Event(
        name="complaints.yours",
        kind=KIND,
        title=_l("有一件对“%(about)s”的投诉等您答复"),
        text=_l("请在 3 天内答复。"),
        urgent=True,
    ),
    Event(
        name="complaints.owner_said",
        kind=KIND,
        title=_l("经营者对“%(about)s”的投诉作了说明"),
        text=_l("答复以前请看一看。"),
    ),
    Event(
        name="complaints.about_yours",
        kind=KIND,
        title=_l("有人投诉“%(about)s”"),
        text=_l("支部会来了解。您可以说明一次情况。"),
        urgent=True,
    ),
)
