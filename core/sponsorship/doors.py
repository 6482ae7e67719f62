"""All ways into verifications: importing the view modules hangs their routes."""

from core.access import Actor
from core.house import MenuEntry
from core.sponsorship import desk_views, lead_views, views, visit_views
from core.sponsorship.blueprint import desk
from core.words import _l

ROUTES = (desk_views, lead_views, visit_views)
BLUEPRINTS = (desk, views.bp)


def in_office(actor: Actor | None) -> bool:
    """Tell whether the desk is there for this visitor."""
    return actor is not None and bool(actor.offices)


def may_stand_by(actor: Actor | None) -> bool:
    """Tell whether this visitor may be asked to stand by a place."""
    return actor is not None and (bool(actor.offices) or actor.branch_id is not None)


MENU = (
    MenuEntry(
        place="desk",
        title=_l("核验"),
        endpoint="sponsorship_desk.home",
        order=15,
        icon="shield-check",
        when=in_office,
    ),
    MenuEntry(
        place="me",
        title=_l("我包联的"),
        endpoint="sponsorship.stewarding",
        order=60,
        icon="shield-check",
        when=may_stand_by,
    ),
)
