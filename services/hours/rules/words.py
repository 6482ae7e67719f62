"""How hours and their states are called, and where each state leads."""

from collections.abc import Mapping

from core.lifecycle import Lifecycle
from core.words import _, _l
from services.hours.models import (
    Attendance,
    AttendanceStatus,
    Check,
    CommendationStatus,
    Confirmed,
)

A, C = AttendanceStatus, CommendationStatus
HOUR = 60  # minutes
LONGEST_WHY, LONGEST_WORDS = 200, 300
FORGOTTEN, CLOSED = "forgotten", "closed"

ATTENDANCE = Lifecycle(
    {
        A.OPEN: {"check_out": A.ENDED, "void": A.VOIDED},
        A.ENDED: {
            "confirm": A.CONFIRMED,
            "put_up": A.NOTICE,
            "object_to": A.OBJECTED,
            "void": A.VOIDED,
        },
        A.NOTICE: {
            "confirm": A.CONFIRMED,
            "take_down": A.ENDED,
            "object_to": A.OBJECTED,
            "void": A.VOIDED,
        },
        A.OBJECTED: {"uphold": A.VOIDED, "dismiss": A.ENDED, "dismiss_to_notice": A.NOTICE},
        A.CONFIRMED: {"void": A.VOIDED},
    }
)
COMMENDATION = Lifecycle({C.PROPOSED: {"agree": C.AGREED, "return": C.RETURNED}})

STATUSES: Mapping[AttendanceStatus, str] = {
    A.OPEN: _l("还没签退"),
    A.ENDED: _l("等确认"),
    A.NOTICE: _l("公示中"),
    A.OBJECTED: _l("有异议"),
    A.CONFIRMED: _l("已确认"),
    A.VOIDED: _l("已作废"),
}
CHIPS: Mapping[AttendanceStatus, str] = {
    A.OPEN: "season",
    A.ENDED: "season",
    A.NOTICE: "season",
    A.OBJECTED: "trouble",
    A.CONFIRMED: "",
    A.VOIDED: "trouble",
}
CHECKS: Mapping[Check, str] = {
    Check.QR: _l("扫码"),
    Check.CODE: _l("输四位码"),
    Check.ORGANISER: _l("负责人点名"),
    Check.HAND: _l("人工补录"),
}
WAYS: Mapping[Confirmed, str] = {
    Confirmed.CODE: _l("服务对象报了确认码"),
    Confirmed.QR: _l("服务对象出示了二维码"),
    Confirmed.SERVED: _l("服务对象点了确认"),
    Confirmed.SERVED_BY_PROXY: _l("代办的人替服务对象点了确认"),
    Confirmed.PHONE: _l("支部打电话核实"),
    Confirmed.NOTICE: _l("公示期满没有异议"),
}
# Why something is void, where the house says it and nobody wrote it.
VOIDED: Mapping[str, str] = {
    FORGOTTEN: _l("忘了签退，满 16 小时自动作废，没有记时长"),
    CLOSED: _l("本人注销了账号"),
}
COMMENDATIONS: Mapping[CommendationStatus, str] = {
    C.PROPOSED: _l("等上级支部答复"),
    C.AGREED: _l("上级支部同意"),
    C.RETURNED: _l("上级支部退回"),
}


def spelt(minutes: int) -> str:
    """Say how long that is: 3 小时 20 分."""
    hours, left = divmod(minutes, HOUR)
    if not hours:
        return _("%(minutes)s 分钟", minutes=left)
    if not left:
        return _("%(hours)s 小时", hours=hours)
    return _("%(hours)s 小时 %(minutes)s 分", hours=hours, minutes=left)


def why_void(attendance: Attendance) -> str:
    """Say why it is void, in the reader's language where the house says it."""
    return str(VOIDED.get(attendance.void_why, attendance.void_why))


def why_not_issue(person_id: int, minutes: int, *, by: int) -> str | None:
    """Say why this officer issues no certificate of so many minutes, or None."""
    if person_id == by:
        return _("自己的证明要请别的委员开")
    return _("这段时间没有确认过的时长，开不了证明") if minutes <= 0 else None


def why_not_decline(person_id: int, *, by: int) -> str | None:
    """Say why this officer does not answer that there is no certificate, or None."""
    return _("自己的证明要请别的委员开") if person_id == by else None


def why_not_propose(
    person_id: int, minutes: int, *, has_parent: bool, is_open: bool, by: int
) -> str | None:
    """Say why this officer does not propose to commend somebody for so many minutes, or None."""
    if person_id == by:
        return _("不能给自己提表扬")
    if not has_parent:
        return _("上面没有支部，没有谁来答复")
    if minutes <= 0:
        return _("这段时间没有确认过的时长，不能提表扬")
    return _("给这个人的上一份建议还没有答复") if is_open else None


def why_not_answer_commendation(person_id: int, proposed_by: int, *, by: int) -> str | None:
    """Say why this officer of the branch above does not answer the proposal, or None."""
    if by == person_id:
        return _("给自己的表扬要由别人答复")
    return _("自己提的建议要由别人答复") if by == proposed_by else None
