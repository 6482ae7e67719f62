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
# What is said to whom it was done for. The desk that looks after who acts for whom reads it, too:
# that something was booked, and when, is not for its eyes.
DID = _l("办了一件事")
ACTS: Mapping[str, str] = {
    f"appointments.{name}": DID
    for name in ("choose", "join", "book", "move", "cancel", "remind", "miss", "wait", "leave")
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
