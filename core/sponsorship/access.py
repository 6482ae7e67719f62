"""Who may do what with verifications."""

from typing import Any

from core.access import Actor, Permission, anyone, holds
from core.branches.rules import LEADERS
from core.words import _l


def steward(actor: Actor, subject: Any) -> bool:
    """Grant a verification to whoever goes there and stands by the place."""
    return subject is not None and subject.serving_id == actor.person


def owns(actor: Actor, subject: Any) -> bool:
    """Grant a place to its owners."""
    return subject is not None and actor.person in subject.owners


officer = holds()
leader = holds(*LEADERS)

SEE_PLACE = Permission("core.place.see", _l("看自己地方的核验"), any_of=(owns,), scope="list")
READ_LIST = Permission("core.sponsorship.list", _l("看支部的核验"), any_of=(officer,))
READ = Permission("core.sponsorship.read", _l("看一处核验"), any_of=(officer, steward))
VISIT = Permission("core.sponsorship.visit", _l("填走访表"), any_of=(leader, steward))
LEAD = Permission("core.sponsorship.lead", _l("安排、决定、暂停、终止核验"), any_of=(leader,))
PUT_UNDER = Permission("core.sponsorship.put_under", _l("把商品、课程放上来"), any_of=(steward,))
TAKE_OUT = Permission("core.sponsorship.take_out", _l("把商品、课程取下"), any_of=(leader, steward))
STAND_BY = Permission("core.sponsorship.stand_by", _l("看我包联的"), any_of=(anyone,))
