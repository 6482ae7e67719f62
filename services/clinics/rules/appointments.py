"""What may be done about an appointment, by whom, until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access import Actor
from core.lifecycle import Lifecycle
from core.words import _
from services.clinics.models import AppointmentStatus, ClinicKind, Service, Session
from services.clinics.rules.slots import first_and_last

S = AppointmentStatus
LIVE = (S.HELD, S.ASKED, S.BOOKED)
HELD_FOR = timedelta(minutes=10)  # while the form is filled in
ANSWERED_WITHIN = timedelta(hours=24)
ANSWERED_BEFORE = timedelta(hours=2)  # what nobody has answered by then is not to be
MOST_AN_HOUR = 10  # times that one person holds
MOST_LIVE = 3  # times that one person has to come, at all services together
ABSENT_AFTER = timedelta(minutes=10)  # after the beginning, then one may say that nobody came
LONGEST_WHY = 200

APPOINTMENT = Lifecycle(
    {
        S.HELD: {"ask": S.ASKED, "book": S.BOOKED, "lapse": S.LAPSED, "cancel": S.CANCELLED},
        S.ASKED: {
            "book": S.BOOKED,
            "decline": S.DECLINED,
            "lapse": S.LAPSED,
            "cancel": S.CANCELLED,
        },
        S.BOOKED: {
            "cancel": S.CANCELLED,
            "finish": S.DONE,
            "miss": S.GUEST_ABSENT,
            "fail": S.HOST_ABSENT,
            "lapse": S.LAPSED,  # nobody has said how it was
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What else decides whether somebody can book a service now."""

    is_open: bool  # the clinic is verified, the licence runs, neither has ended
    is_own: bool = False  # it is the practitioner who asks
    has_live: bool = False  # at this service already
    live: int = 0  # at all services together
    on_day: int = 0  # appointments of the service on that day


def why_not_single(seats: int) -> str | None:
    """Say why nobody has a time of their own at this service, or None."""
    return _("这是大家一起听的，请从列出来的场次里选") if seats > 1 else None


def why_not_for(kind: ClinicKind, *, by: Actor) -> str | None:
    """Say why nobody books this for another, or None: counselling begins with one's own consent."""
    if by.is_proxy and kind is ClinicKind.COUNSELLING:
        return _("这一项要本人自己来约，代办的人不能替")
    return None


def why_not_wait(*, by: Actor) -> str | None:
    """Say why this person does not stand in the line, or None: what is kept is told to oneself."""
    return _("候补要本人自己来排") if by.is_proxy else None


def why_not_way(way: str, service: Service, *, reachable: bool) -> str | None:
    """Say why one does not meet in this way, or None."""
    if way not in service.ways.split(","):
        return _("请选一种见面的方式")
    is_called = way != "place" and service.clinic.kind is ClinicKind.LEGAL_AID
    return _("账号里没有手机号，没法打给您，请选别的方式") if is_called and not reachable else None


def why_not_join(session: Session, *, at: datetime) -> str | None:
    """Say why nobody takes a seat any more, or None; who takes the last one the database says."""
    if session.starts_at <= at:
        return _("已经开始了")
    return _("名额满了，请看别的时间") if session.taken >= session.seats else None


def minutes_of(service: Service) -> timedelta:
    return timedelta(minutes=service.minutes)


def why_not_remind(status: AppointmentStatus, starts_at: datetime, *, at: datetime) -> str | None:
    """Say why reminders are not switched any more, or None."""
    return None if status in LIVE and at < starts_at else _("这个预约已经结束了")


def why_not_want(standing: Standing, *, by: Actor) -> str | None:
    """Say why this person books nothing at the service now, or None."""
    if not standing.is_open:
        return _("这里现在不能预约")
    if standing.is_own:
        return _("不能约自己")
    if by.is_proxy and (standing.has_live or standing.live >= MOST_LIVE):
        return _("您已经替本人约好了，要换时间请改期")
    if standing.has_live:
        return _("您在这里已经有一个预约，要换时间请改期")
    if standing.live >= MOST_LIVE:
        return _("您有 %(most)s 个预约还没到时间，办完一个再约", most=MOST_LIVE)
    return None


def why_not_so_often(lately: int) -> str | None:
    """Say why nobody holds times one after the other, or None: others want them as well."""
    return _("约得太勤了，过一个小时再来") if lately >= MOST_AN_HOUR else None


def why_not_then(
    service: Service,
    starts_at: datetime,
    standing: Standing,
    *,
    offered: Collection[datetime],
    at: datetime,
) -> str | None:
    """Say why it cannot be at this moment, or None; `offered` are the times of that day's hours.

    Whether somebody else has it is for the database to say.
    """
    first, last = first_and_last(service, at=at)
    if starts_at < first:
        return _("这个时间太近了，请选晚一点的")
    if starts_at >= last:
        return _("还不能约这么远的日子")
    if starts_at not in offered:
        return _("请从列出来的时间里选")
    if standing.on_day >= service.daily_cap:
        return _("这一天约满了，请换一天")
    return None


def answered_until(starts_at: datetime, *, at: datetime) -> datetime:
    """Return until when a wish waits for the practitioner's answer."""
    return max(at, min(at + ANSWERED_WITHIN, starts_at - ANSWERED_BEFORE))


def why_not_move(
    status: AppointmentStatus,
    starts_at: datetime,
    *,
    change_hours: int,
    by_practitioner: bool,
    in_group: bool = False,
    at: datetime,
) -> str | None:
    """Say why this appointment is not moved or cancelled any more, or None.

    The guest does it until so many hours before, the practitioner until it begins, with a reason.
    A seat in a group is given back until it begins: nobody has kept an hour for one person alone.
    """
    if status not in LIVE:
        return _("这个预约已经结束了")
    if at >= starts_at:
        return _("已经到时间了")
    if by_practitioner or in_group or status is not S.BOOKED:
        return None
    if at > starts_at - timedelta(hours=change_hours):
        return _("离开始不到 %(hours)s 小时了，来不了请打电话说一声", hours=change_hours)
    return None


def why_not_reschedule(
    status: AppointmentStatus,
    starts_at: datetime,
    *,
    in_group: bool,
    change_hours: int,
    by_practitioner: bool,
    at: datetime,
) -> str | None:
    """Say why it is not moved to another time, or None; a wish or a seat is given back instead."""
    why_not = why_not_move(
        status,
        starts_at,
        change_hours=change_hours,
        by_practitioner=by_practitioner,
        in_group=in_group,
        at=at,
    )
    if why_not:
        return why_not
    is_movable = status is S.BOOKED and not in_group
    return None if is_movable else _("这个预约不能改期，请取消以后再约")


def why_not_answer(status: AppointmentStatus, kept: datetime | None, *, at: datetime) -> str | None:
    """Say why the practitioner does not answer this wish any more, or None."""
    if status is not S.ASKED:
        return _("已经答复过了，或者对方撤回了")
    return _("答复的时间过了，名额已经放出来") if kept is not None and at >= kept else None


def why_not_close(status: AppointmentStatus, starts_at: datetime, *, at: datetime) -> str | None:
    """Say why one cannot say yet how it was, or None."""
    if status is not S.BOOKED:
        return _("这个预约已经结束了")
    return _("还没到时间") if at < starts_at else None


def why_not_miss(status: AppointmentStatus, starts_at: datetime, *, at: datetime) -> str | None:
    """Say why one cannot say yet that the other has not come, or None."""
    if why_not := why_not_close(status, starts_at, at=at):
        return why_not
    if at < starts_at + ABSENT_AFTER:
        return _("再等一等，开始 10 分钟以后才能记没来")
    return None


def runs(licence_until: date | None, *, today: date) -> bool:
    """Tell whether a licence is good on this day."""
    return licence_until is None or today <= licence_until
