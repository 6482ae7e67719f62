"""What may be reported, how a report is decided, and until when."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from core.lifecycle import Lifecycle
from core.words import _, _l
from shop.reports.models import ReportReason, ReportStatus

LONGEST_TEXT, LONGEST_DECISION = 500, 200
MOST_A_DAY = 10
A_DAY = timedelta(days=1)
DECIDE_WITHIN = timedelta(days=3)

REASONS: Mapping[ReportReason, str] = {
    ReportReason.FORBIDDEN: _l("是不准卖的东西"),
    ReportReason.FALSE: _l("和写的、拍的不一样"),
    ReportReason.UNSAFE: _l("吃了、用了不安全"),
    ReportReason.PRICE: _l("价格有问题"),
    ReportReason.INFRINGING: _l("冒用别人的照片、名字、商标"),
    ReportReason.OTHER: _l("别的"),
}
STATUSES: Mapping[ReportStatus, str] = {
    ReportStatus.OPEN: _l("等处理"),
    ReportStatus.UPHELD: _l("属实，下架了"),
    ReportStatus.DISMISSED: _l("没有问题"),
}
REPORT: Lifecycle[ReportStatus] = Lifecycle(
    {ReportStatus.OPEN: {"uphold": ReportStatus.UPHELD, "dismiss": ReportStatus.DISMISSED}}
)


def why_not_report(person_id: int, *, responsible_id: int, is_open: bool) -> str | None:
    """Return why this person cannot report the product, or None.

    `is_open`: a report of theirs waits already.
    """
    if person_id == responsible_id:
        return _("这是您自己卖的东西，想停卖就下架")
    if is_open:
        return _("您已经举报过它，运营方正在看")
    return None


def why_not_another(made_today: int) -> str | None:
    """Return why somebody who has reported so often within a day cannot again, or None."""
    if made_today < MOST_A_DAY:
        return None
    return _("一天最多举报 %(most)s 次，急事请打 12315", most=MOST_A_DAY)


def why_not_decide(clerk_id: int, *, responsible_id: int, reporters: Collection[int]) -> str | None:
    """Return why this clerk cannot decide reports of this producer by these people, or None."""
    if clerk_id == responsible_id or clerk_id in reporters:
        return _("和您自己有关的举报，请别的办事员来处理")
    return None
