"""The addresses under /teach/, and their place in the menu."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("teach", __name__, url_prefix="/teach")


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could teach."""
    return actor is not None and not actor.is_proxy


MENU = (
    MenuEntry(
        place="me",
        title=_l("教课"),
        endpoint="teach.home",
        order=17,
        icon="easel",
        when=signed_in,
    ),
)
