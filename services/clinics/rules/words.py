"""How an appointment's state is said to its guest; nothing here says what it is about."""

from collections.abc import Mapping
from datetime import datetime

from core.words import _, _l
from services.clinics.models import Appointment, AppointmentStatus

S = AppointmentStatus
STATUSES: Mapping[AppointmentStatus, str] = {
    S.HELD: _l("给您留着"),
    S.ASKED: _l("等对方答应"),
    S.BOOKED: _l("约好了"),
    S.LAPSED: _l("过时没有约成"),
    S.DECLINED: _l("这个时间不行"),
    S.CANCELLED: _l("取消了"),
    S.DONE: _l("见过了"),
    S.GUEST_ABSENT: _l("您没有来"),
    S.HOST_ABSENT: _l("接待的人没有来"),
}
UNSAID = _l("没有记下办得怎么样")
GREEN, WHEAT, PLUM = "", "season", "trouble"
COLOURS: Mapping[AppointmentStatus, str] = {
    S.HELD: WHEAT,
    S.ASKED: WHEAT,
    S.BOOKED: GREEN,
    S.DONE: GREEN,
}


def colour_of(status: AppointmentStatus) -> str:
    return COLOURS.get(status, PLUM)


def status_of(appointment: Appointment, *, at: datetime) -> str:
    """Say how it stands; of a booked one that has lapsed nobody has said how it was."""
    status = appointment.status
    if status is S.HELD and (appointment.kept_until or at) <= at:
        return STATUSES[S.LAPSED]
    is_unsaid = status is S.LAPSED and appointment.booked_at is not None
    return UNSAID if is_unsaid else STATUSES[status]


def said_of(appointment: Appointment, *, kept_until: str, at: datetime) -> str:
    """Say what its guest can do now, in a sentence; `kept_until` is that moment in words."""
    status = appointment.status
    if status is S.HELD:
        return _("这个时间给您留到 %(when)s，点“确定预约”才算约好。", when=kept_until)
    if status is S.ASKED:
        return _("对方最晚 %(when)s 答复，不答复就放给别人，到时候告诉您。", when=kept_until)
    if status is S.BOOKED:
        return _said_of_booked(appointment, at=at)
    if status is S.LAPSED and appointment.booked_at is not None:
        return _("这一次没有记下办得怎么样。还要来，就再约一个时间。")
    return ""


def _said_of_booked(appointment: Appointment, *, at: datetime) -> str:
    if at >= appointment.ends_at:
        return _("时间过了。办得怎么样，由接待的人来记。")
    if appointment.way == "place":
        return _("到时间直接来就行，不用带钱。")
    return _("不用出门。到时间会打给您，请把手机带在身边。不收钱。")
