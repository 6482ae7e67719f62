"""The addresses of one's own hours, of checking in, and of the public notice."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("hours", __name__)


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could have hours."""
    return actor is not None


MENU = (
    MenuEntry(
        place="me",
        title=_l("我的志愿时长"),
        endpoint="hours.home",
        order=28,
        icon="clock-history",
        when=signed_in,
    ),
)
