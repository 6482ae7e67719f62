"""The blueprint of enrolling, and where its bars lead to it."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could be in a course."""
    return actor is not None


bp = Blueprint("enrolments", __name__, url_prefix="/learn")
MENU = (
    MenuEntry(
        place="me",
        title=_l("我的学习"),
        endpoint="enrolments.mine",
        order=45,
        icon="mortarboard",
        when=signed_in,
    ),
)
