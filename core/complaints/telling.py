"""Telling everybody in a complaint how it goes on; the complainer's name is told to nobody."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts.telling import tell
from core.complaints.models import Complaint, ComplaintStatus
from core.complaints.queries import Case, list_clerks
from core.sponsorship.queries import leaders_of


def tell_complainer(case: Case, event: str, *, at: datetime) -> None:
    _tell([case.complaint.person_id], case, event, at=at)


def tell_owners(case: Case, *, at: datetime) -> None:
    _tell(case.owners - {case.complaint.person_id}, case, "complaints.about_yours", at=at)


def tell_whoever_has_it(case: Case, *, at: datetime, event: str = "complaints.yours") -> None:
    """Tell the steward, else the leaders of the branch, else the clerks; never the complainer."""
    _tell(_who_has_it(case, at=at) - {case.complaint.person_id}, case, event, at=at)


def _who_has_it(case: Case, *, at: datetime) -> set[int]:
    complaint = case.complaint
    if complaint.status is ComplaintStatus.WITH_OPERATOR:
        return list_clerks()
    with_steward = complaint.status is ComplaintStatus.WITH_STEWARD
    if with_steward and case.steward_id and case.steward_id not in case.owners:
        return {case.steward_id}
    return leaders_of(complaint.branch_id, at=at) if complaint.branch_id else set()


def _tell(people: Iterable[int], case: Case, event: str, *, at: datetime) -> None:
    complaint = case.complaint
    tell(
        people,
        event,
        # it climbs and is answered more than once: the moment tells them apart
        about=f"{Complaint.__tablename__}:{complaint.id}:{at.isoformat()}",
        url=f"/complaints/{complaint.ref}",
        facts={"about": complaint.about},
        at=at,
    )
