"""Booking, one's appointments, and one's cases; importing them hangs their routes."""

from collections.abc import Mapping

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from services.cases.views import appointments as own
from services.cases.views import begin, booking, case, choosing, intake, papers
from services.cases.views.blueprint import appointments, cases

ROUTES = (choosing, booking, own, begin, intake, papers, case)
BLUEPRINTS = (cases, appointments)
# What is said to whom it was done for; neutral, as all that is said of appointments.
ACTS: Mapping[str, str] = {
    "appointments.choose": _l("留了一个预约的时间"),
    "appointments.join": _l("约了一个时间"),
    "appointments.book": _l("约了一个时间"),
    "appointments.move": _l("改了预约的时间"),
    "appointments.cancel": _l("取消了一项预约"),
    "appointments.remind": _l("改了预约的提醒"),
    "appointments.miss": _l("说了约好的人没有来"),
    "appointments.wait": _l("排了候补"),
    "appointments.leave": _l("不排候补了"),
}


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could have booked."""
    return actor is not None


MENU = (
    MenuEntry(
        place="me",
        title=_l("我的预约"),
        endpoint="appointments.home",
        order=7,
        icon="calendar-heart",
        when=signed_in,
    ),
)

__all__ = ["ACTS", "BLUEPRINTS", "MENU", "ROUTES"]
