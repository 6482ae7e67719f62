"""What qualifications are called, and which days a paper may have."""

from collections.abc import Mapping
from datetime import date, timedelta

from core.branches.rules import LEADERS
from core.qualifications.models import QualificationKind, Source
from core.words import _, _l, dated

LONGEST_NUMBER, LONGEST_ISSUER, LONGEST_REASON = 40, 60, 200
LONGEST = timedelta(days=10 * 366)
OLDEST = timedelta(days=20 * 366)
REMINDED = timedelta(days=30)  # before the last day
REVOKERS = LEADERS

KINDS: Mapping[QualificationKind, str] = {
    QualificationKind.FOOD_SELLER: _l("食品销售资格"),
    QualificationKind.HOMESTAY_HOST: _l("民宿经营资格"),
}
GIVES: Mapping[QualificationKind, str] = {
    QualificationKind.FOOD_SELLER: _l("可以卖小作坊食品和预包装食品"),
    QualificationKind.HOMESTAY_HOST: _l("可以接待住宿的客人"),
}
# Where whoever has just been given it goes on.
OPENS: Mapping[QualificationKind, str] = {
    QualificationKind.FOOD_SELLER: "/sell/",
    QualificationKind.HOMESTAY_HOST: "/me/qualifications",
}


def why_not_valid(begins: date, ends: date | None, *, today: date) -> tuple[str, str] | None:
    """Return (field, what is wrong) with the days of a paper, or None; it may have no last day."""
    if not today - OLDEST <= begins <= today:
        return "valid_from", _("发证日期应该在今天或以前")
    if ends is None:
        return None
    if ends < begins:
        return "valid_until", _("有效期不能早于发证日期")
    if ends < today:
        return "valid_until", _("这张证书已经过期了")
    if ends > today + LONGEST:
        return "valid_until", _("最多到 %(day)s", day=dated(today + LONGEST))
    return None


def why_not_record(person_id: int, *, by: int) -> str | None:
    """Say why somebody cannot put down a paper of this person, or None: never one's own."""
    return _("自己的证书要请别的委员来登记") if person_id == by else None


def why_not_revoke(source: Source) -> str | None:
    """Say why one officer does not revoke it alone, or None.

    What stands on a certificate of this house goes with it, and that takes two.
    """
    if source is Source.COURSE:
        return _("这项资格是结业得来的：请撤销那张结业证书，要两个人定，资格跟着撤销")
    return None


def state_of(
    valid_from: date, valid_until: date | None, *, is_revoked: bool, today: date
) -> tuple[str, str]:
    """Return how a qualification stands today, in a word, and the kind of its chip."""
    if is_revoked:
        return _("已撤销"), "trouble"
    if valid_until is not None and valid_until < today:
        return _("已过期"), "trouble"
    if valid_from > today:
        return _("还没开始"), "season"
    if valid_until is not None and valid_until <= today + REMINDED:
        return _("快到期"), "season"
    return _("有效"), ""
