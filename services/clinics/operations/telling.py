"""What guests and practitioners hear: that there is an appointment, never what it is about."""

from datetime import datetime

from core.accounts.telling import tell
from core.clock import VILLAGE
from core.house import Event
from core.waitlists.models import Wait
from core.words import _l
from services.clinics.models import Appointment

# No clinic, kind or name stands in a notice: whoever sees the phone learns nothing of it.
KIND = "预约"  # as people know it from their choices
TABLE = Appointment.__tablename__


def _event(name: str, title: str, text: str, *, urgent: bool = True) -> Event:
    return Event(name=f"appointments.{name}", kind=KIND, title=title, text=text, urgent=urgent)


EVENTS = (
    _event("booked", _l("您有一项预约"), _l("时间是 %(when)s。点开能看、能改期。")),
    _event("asked", _l("有一项预约等您答复"), _l("时间是 %(when)s。不答复会自动放出来。")),
    _event("moved", _l("您的预约改了时间"), _l("改到 %(when)s。点开能看原因。")),
    _event("cancelled", _l("您的预约取消了"), _l("原来是 %(when)s。点开能看原因、再约。")),
    _event("given_back", _l("一项预约取消了"), _l("原来是 %(when)s，时间已经放出来。")),
    _event("declined", _l("您想约的时间不行"), _l("原来是 %(when)s。点开能看原因、再约。")),
    _event("lapsed", _l("您想约的时间没有答复"), _l("原来是 %(when)s。请再选一个时间。")),
    _event("offered", _l("有一个时间留给您"), _l("%(when)s，先留着，点开看留到几点。")),
    _event(
        "offer_off", _l("留给您的时间没有了"), _l("原来是 %(when)s。候补还在，有时间再告诉您。")
    ),
    _event(
        "missed",
        _l("留给您的时间过了"),
        _l("原来是 %(when)s，没来得及，已轮到下一位。还想等，请再排一次。"),
    ),
    _event("soon", _l("您有一项预约快到了"), _l("时间是 %(when)s。来不了请早点改期。")),
    _event(
        "host_absent", _l("对不起，您的预约没有办成"), _l("%(when)s 没有人来。请再选一个时间。")
    ),
    _event(
        "nobody_came", _l("有一项预约没有见上"), _l("%(when)s 那次，对方说没有见到人。点开能看。")
    ),
    _event("stopped", _l("您候补的时间没有了"), _l("那里不再接预约，请另选一处。")),
    _event("seen", _l("支部登记了您的证件"), _l("写错了，请到支部改。"), urgent=False),
    _event("contact", _l("支部请您当联络员"), _l("点开看要做什么。看到的事，一个字也不能往外说。")),
    _event(
        "contact_off",
        _l("您不再是联络员了"),
        _l("以前交到您手里的，退回给本人了。看过的，请守住秘密。"),
    ),
)


def tell_guest(appointment: Appointment, event: str, *, time: str = "", at: datetime) -> None:
    """Tell the guest; `time` parts two notices of the same event, as the two reminders are."""
    url = f"/appointments/{appointment.ref}"
    _tell(appointment.person_id, url, appointment, event, time=time, at=at)


def tell_practitioner(appointment: Appointment, event: str, *, at: datetime) -> None:
    person_id = appointment.service.practitioner.person_id
    _tell(person_id, f"/practice/{appointment.ref}", appointment, event, at=at)


def tell_both(appointment: Appointment, event: str, *, at: datetime) -> None:
    tell_guest(appointment, event, at=at)
    tell_practitioner(appointment, event, at=at)


def tell_waiting(wait: Wait, *, at: datetime) -> None:
    """Tell somebody who waited for a time that there will be none."""
    about = f"{Wait.__tablename__}:{wait.id}"
    url = "/appointments"
    tell([wait.person_id], "appointments.stopped", about=about, url=url, facts={}, at=at)


def tell_part(person_id: int, event: str, about: str, *, at: datetime) -> None:
    """Tell somebody what part the branch has given them, or taken away."""
    about = f"{about}:{at.isoformat()}"
    tell([person_id], f"appointments.{event}", about=about, url="/practice", facts={}, at=at)


def _tell(
    person_id: int,
    url: str,
    appointment: Appointment,
    event: str,
    *,
    time: str = "",
    at: datetime,
) -> None:
    """Tell once of each event and time: the same appointment may be moved, and back again."""
    when = appointment.starts_at.astimezone(VILLAGE).isoformat(timespec="minutes")
    about = f"{TABLE}:{appointment.id}:{event}{time}:{appointment.moves}:{when}"
    name = f"appointments.{event}"
    tell([person_id], name, about=about, url=url, facts={"when": when}, at=at)
