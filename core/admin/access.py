"""Who administers the site."""

from core.access import Actor, Permission, admin
from core.words import _l

ADMINISTER = Permission("core.site.administer", _l("管理网站"), any_of=(admin,))


def is_admin(actor: Actor | None) -> bool:
    """Tell whether the menu shows the way here."""
    return actor is not None and actor.is_admin
