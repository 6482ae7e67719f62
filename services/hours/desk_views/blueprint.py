"""The addresses of hours below a branch's desk, and their place in its menu."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("hours_desk", __name__, url_prefix="/desk/<int:branch_id>")


def in_office(actor: Actor | None) -> bool:
    """Tell whether the menu of the desk shows the way here."""
    return actor is not None and bool(actor.offices)


MENU = (
    MenuEntry(
        place="desk",
        title=_l("志愿时长"),
        endpoint="hours_desk.home",
        order=47,
        icon="clock-history",
        when=in_office,
        also=("hours_desk",),  # the shifts too
    ),
)
