"""The blueprint of reviews, and where the desks of sellers and clerks lead to it."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("reviews", __name__)


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could sell."""
    return actor is not None


def is_clerk(actor: Actor | None) -> bool:
    """Tell whether this visitor works for the operator."""
    return actor is not None and actor.is_clerk


MENU = (
    MenuEntry(
        place="sell",
        title=_l("买家评的"),
        endpoint="reviews.desk",
        order=35,
        icon="star",
        when=signed_in,
    ),
    MenuEntry(
        place="operate",
        title=_l("商品评价"),
        endpoint="reviews.operate",
        order=25,
        icon="star",
        when=is_clerk,
    ),
)
