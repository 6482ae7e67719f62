"""The operator's desk: all that waits for its clerks."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.accounts.second_factor import is_advised
from core.clock import now
from core.house import MenuEntry
from core.operate import access, queries
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _l

bp = Blueprint("operate", __name__, url_prefix="/operate")


def is_clerk(actor: Actor | None) -> bool:
    """Tell whether this visitor works for the operator."""
    return actor is not None and actor.is_clerk


MENU = (
    MenuEntry(
        place="operate",
        title=_l("等我办的"),
        endpoint="operate.home",
        order=0,
        icon="inbox",
        when=is_clerk,
    ),
    MenuEntry(
        place="me",
        title=_l("运营台"),
        endpoint="operate.home",
        order=91,
        icon="briefcase",
        when=is_clerk,
    ),
)


@bp.get("/")
@needs(access.OPEN)
def home() -> ResponseReturnValue:
    actor, at = current_actor(), now()
    waiting = queries.list_operating(actor, at=at)
    return page("core/operate/home.html", waiting=waiting, advised=is_advised(actor.id), at=at)
