"""The blueprint of reviews, and where the seller's desk leads to it."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("reviews", __name__)


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could sell."""
    return actor is not None


MENU = (
    MenuEntry(
        place="sell",
        title=_l("买家评的"),
        endpoint="reviews.desk",
        order=35,
        icon="star",
        when=signed_in,
    ),
)
