"""What volunteers, officers and the people served are told about hours."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from core.accounts.telling import tell
from core.house import Event
from core.sponsorship.queries import leaders_of
from core.words import _l
from services.hours.models import Attendance, Commendation, HoursRequest

KIND = "志愿时长"  # as people know it from their choices
TABLE = Attendance.__tablename__


def _event(name: str, title: str, text: str, *, urgent: bool = False) -> Event:
    return Event(name=f"hours.{name}", kind=KIND, title=title, text=text, urgent=urgent)


EVENTS = (
    _event(
        "done",
        _l("%(name)s做完了“%(title)s”"),
        _l("做得属实，请在您的求助里点“确认”，或者把确认码告诉志愿者。"),
        urgent=True,
    ),
    _event(
        "forgotten",
        _l("您在“%(title)s”忘了签退"),
        _l("满 16 小时自动作废了，没有记时长。请找负责人问清楚以后补录。"),
        urgent=True,
    ),
    _event(
        "forgotten_at_desk",
        _l("%(name)s在“%(title)s”忘了签退"),
        _l("没有记时长。问清楚以后可以补录，写明原因。"),
        urgent=True,
    ),
    _event(
        "entered",
        _l("给您补录了“%(title)s”的时长"),
        _l("%(minutes)s 分钟，等确认。补录的时长一直单独列出。不对的话请在“我的时长”里说。"),
    ),
    _event(
        "confirmed",
        _l("您在“%(title)s”的时长确认了"),
        _l("记上 %(counted)s 分钟，谢谢您。"),
    ),
    _event(
        "confirmed_less",
        _l("您在“%(title)s”的时长确认了"),
        _l("一共 %(minutes)s 分钟，记上 %(counted)s 分钟，超过上限的不计。谢谢您。"),
    ),
    _event(
        "objected",
        _l("有人对您在“%(title)s”的时长提了异议"),
        _l("支部会来了解，答复以前先不计。"),
        urgent=True,
    ),
    _event(
        "objected_at_desk",
        _l("有人对%(name)s在“%(title)s”的时长提了异议"),
        _l("请了解清楚，写个答复。"),
        urgent=True,
    ),
    _event(
        "dismissed",
        _l("对您在“%(title)s”时长的异议不成立"),
        _l("接着往下走，等确认。"),
    ),
    _event(
        "answered",
        _l("您提的异议有答复了"),
        _l("“%(title)s”的时长：%(answer)s"),
    ),
    _event(
        "voided",
        _l("您在“%(title)s”的记录作废了"),
        _l("原因：%(why)s。不对的话，请打电话到支部办公室。"),
        urgent=True,
    ),
    _event(
        "correction_asked",
        _l("%(name)s说“%(title)s”的时长记得不对"),
        _l("请看看他写的，核实以后答复。"),
    ),
    _event(
        "correction_answered",
        _l("您说的“%(title)s”的时长，支部答复了"),
        _l("答复写在这次服务的页面里。"),
    ),
    _event(
        "recounted",
        _l("您在“%(title)s”的时长多记了"),
        _l("别的一次作废了，上限有了余量：原来记上 %(before)s 分钟，现在记上 %(counted)s 分钟。"),
    ),
    _event(
        "certificate_declined",
        _l("%(branch)s没有给您开时长证明"),
        _l("原因：%(why)s。可以换一段时间再申请；不明白的，请打电话到支部办公室。"),
    ),
    _event(
        "certificate_asked",
        _l("%(name)s请支部开服务时长证明"),
        _l("数字由系统算好，点一下就能开。"),
    ),
    _event(
        "commendation_asked",
        _l("%(branch)s提了一份志愿服务表扬的建议"),
        _l("请看看，同意或者退回。"),
    ),
    _event(
        "commended",
        _l("%(branch)s表扬您的志愿服务"),
        _l("%(words)s"),
    ),
    _event(
        "commendation_returned",
        _l("上级支部退回了一份表扬的建议"),
        _l("原因：%(why)s"),
    ),
)


def tell_volunteer(attendance: Attendance, event: str, *, at: datetime, **facts: str) -> None:
    """Tell the volunteer, once about each moment."""
    _tell([attendance.person_id], attendance, event, f"/hours/{attendance.ref}", at=at, **facts)


def tell_desk(
    attendance: Attendance, event: str, *, branch_id: int, at: datetime, **facts: str
) -> None:
    """Tell the leaders of the branch at whose desk it lies, but never the volunteer."""
    leaders = leaders_of(branch_id, at=at) - {attendance.person_id}
    url = f"/desk/{branch_id}/hours/{attendance.id}"
    _tell(leaders, attendance, event, url, at=at, name=attendance.person.name, **facts)


def tell_served(attendance: Attendance, served_id: int, *, at: datetime) -> None:
    """Tell the person served that it is done and can be confirmed."""
    name = attendance.person.name
    _tell([served_id], attendance, "done", "/help", at=at, name=name)


def tell_person(
    person_id: int, attendance: Attendance, event: str, url: str, *, at: datetime, **facts: str
) -> None:
    """Tell somebody else of what became of an attendance."""
    _tell([person_id], attendance, event, url, at=at, **facts)


def _tell(
    people: Iterable[int],
    attendance: Attendance,
    event: str,
    url: str,
    *,
    at: datetime,
    **facts: str,
) -> None:
    tell(
        people,
        f"hours.{event}",
        about=f"{TABLE}:{attendance.id}:{at.isoformat()}",
        url=url,
        facts={"title": attendance.shift.task.title, **facts},
        at=at,
    )


def tell_asked(request: HoursRequest, *, branch_id: int, at: datetime) -> None:
    """Tell the leaders of the branch at whose desk it lies that somebody asks for a certificate."""
    tell(
        leaders_of(branch_id, at=at) - {request.person_id},
        "hours.certificate_asked",
        about=f"{HoursRequest.__tablename__}:{request.id}",
        url=f"/desk/{branch_id}/hours?tab=certificates",
        facts={"name": request.person.name},
        at=at,
    )


def tell_declined(request: HoursRequest, *, why: str, at: datetime) -> None:
    """Tell whoever asked for a certificate why there is none."""
    tell(
        [request.person_id],
        "hours.certificate_declined",
        about=f"{HoursRequest.__tablename__}:{request.id}",
        url="/hours",
        facts={"branch": request.branch.name, "why": why},
        at=at,
    )


def tell_of_commendation(
    people: Iterable[int],
    commendation: Commendation,
    event: str,
    url: str,
    *,
    at: datetime,
    facts: Mapping[str, str],
) -> None:
    """Tell these people what became of a proposal."""
    tell(
        people,
        f"hours.{event}",
        about=f"{Commendation.__tablename__}:{commendation.id}",
        url=url,
        facts={"branch": commendation.branch.name, **facts},
        at=at,
    )
