"""The address of paid work, and its entry in the menus."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("paid_work", __name__, url_prefix="/volunteer/paid")


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could have asked for work."""
    return actor is not None


MENU = (
    MenuEntry(
        place="me",
        title=_l("我的帮工"),
        endpoint="paid_work.mine",
        order=44,
        icon="cash-coin",
        when=signed_in,
    ),
)
