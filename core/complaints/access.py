"""Who may do what with complaints; the subject is a `Case`."""

from typing import Any

from core.access import Actor, Permission, anyone, clerk, holds
from core.branches.rules import LEADERS
from core.complaints.models import ComplaintStatus
from core.words import _l


def complainer(actor: Actor, subject: Any) -> bool:
    """Grant a complaint to who made it; whom it is about does not speak for the one who did."""
    if subject is None or (actor.is_proxy and actor.id in subject.owners):
        return False
    return bool(subject.complaint.person_id == actor.person)


def owns(actor: Actor, subject: Any) -> bool:
    """Grant to the owners of the place that is meant."""
    return subject is not None and actor.person in subject.owners


def keeps(actor: Actor, subject: Any) -> bool:
    """Grant to the steward of the place, and to who was its steward when it was made.

    Standing by a place is nothing that somebody else does for one.
    """
    return subject is not None and not actor.is_proxy and actor.person in subject.keepers


def leads_where_it_lay(actor: Actor, subject: Any) -> bool:
    """Grant to the leaders of each branch with which it lies or lay."""
    return subject is not None and bool(subject.branch_ids & actor.branches_as(*LEADERS))


def operates(actor: Actor, subject: Any) -> bool:
    """Grant to the operator's clerks what has climbed to them, as it lies or lay there."""
    if subject is None or not actor.is_clerk:
        return False
    return subject.complaint.level is ComplaintStatus.WITH_OPERATOR


def has_it_now(actor: Actor, subject: Any) -> bool:
    """Grant to the steward or the leaders with whom it lies, or to clerks: by its level."""
    if subject is None:
        return False
    status = subject.complaint.status
    if status is ComplaintStatus.WITH_OPERATOR:
        return actor.is_clerk
    led = subject.complaint.branch_id in actor.branches_as(*LEADERS)
    if status is ComplaintStatus.WITH_STEWARD:
        return led or actor.person == subject.steward_id
    return led and status is ComplaintStatus.WITH_UPPER


MAKE = Permission("core.complaint.make", _l("投诉"), any_of=(anyone,), scope="ask")
SEE_MINE = Permission("core.complaint.see_mine", _l("看我的投诉"), any_of=(anyone,), scope="ask")
READ = Permission(
    "core.complaint.read",
    _l("看一件投诉"),
    any_of=(complainer, owns, keeps, leads_where_it_lay, operates),
    scope="ask",
)
ANSWER = Permission("core.complaint.answer", _l("答复投诉"), any_of=(has_it_now,))
SETTLE = Permission("core.complaint.settle", _l("说满意不满意"), any_of=(complainer,), scope="ask")
SAY = Permission("core.complaint.say", _l("经营者说明"), any_of=(owns,), scope="ask")
READ_LIST = Permission("core.complaint.list", _l("看支部的投诉"), any_of=(holds(*LEADERS),))
READ_OPERATOR = Permission("core.complaint.operate", _l("看转来的投诉"), any_of=(clerk,))
