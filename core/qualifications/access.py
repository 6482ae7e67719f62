"""Who may do what with qualifications."""

from core.access import Actor, Permission, anyone, holds
from core.qualifications.rules import REVOKERS
from core.words import _l

READ = Permission("core.qualification.read", _l("看本支部登记的资格"), any_of=(holds(),))
RECORD = Permission("core.qualification.record", _l("登记资格证书"), any_of=(holds(),))
REVOKE = Permission("core.qualification.revoke", _l("撤销资格"), any_of=(holds(*REVOKERS),))
SEE_OWN = Permission(
    "core.qualification.see_own", _l("看自己的资格"), any_of=(anyone,), scope="list"
)


def in_office(actor: Actor | None) -> bool:
    """Tell whether the menu of the desk shows the way here."""
    return actor is not None and bool(actor.offices)
