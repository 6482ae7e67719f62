"""Breaking the glass: two of one clinic open what is in nobody's or another's hands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.access import Actor
from core.words import _
from services.cases.models import CaseStatus
from services.cases.rules.opening import Known, opener_of

S = CaseStatus
GLASS = "glass"  # the reasons of those who wanted to break it, for the client
GLASS_OPEN = timedelta(hours=2)
GLASS_ASKED = timedelta(hours=24)  # an asking that nobody has seconded by then is none any more
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class Asking:
    """That somebody has asked to break the glass, as whoever may second it finds it."""

    asked_by: int
    asked_at: datetime
    is_seconded: bool


def why_not_break(
    known: Known, *, is_of_clinic: bool, asking: Asking | None, by: Actor, at: datetime
) -> str | None:
    """Say why this person does not ask to break the glass, or None.

    Only who practises at the same clinic or is its contact clerk asks: never who holds an office of
    any branch or runs the site. Others do not learn whether there is such a case at all.
    """
    if why_not := _why_no_glass(known, is_of_clinic=is_of_clinic, by=by):
        return why_not
    if opener_of(known, by=by) is not None:
        return _("您现在就能打开，不用申请")
    if asking is not None and is_waiting(asking, at=at):
        return _("已经有人申请了，等第二个人同意")
    return None


def why_not_second(
    known: Known, *, is_of_clinic: bool, asking: Asking, by: Actor, at: datetime
) -> str | None:
    """Say why this person does not agree to break the glass, or None; it takes somebody else."""
    if why_not := _why_no_glass(known, is_of_clinic=is_of_clinic, by=by):
        return why_not
    if asking.asked_by == by.id:
        return _("要另一个人同意")
    if asking.is_seconded:
        return _("已经同意过了")
    return None if is_waiting(asking, at=at) else _("申请过了一天，作废了，请重新申请")


def _why_no_glass(known: Known, *, is_of_clinic: bool, by: Actor) -> str | None:
    if not is_of_clinic or by.is_proxy or known.status is S.DRAFT:
        return no_such_case()
    if by.is_admin or by.offices:
        return _("管理员和支部委员不能这样打开")
    if known.status is S.WITHDRAWN:
        return _("本人撤回了，只有本人能打开")
    if known.status is S.SHREDDED:
        return _("这份材料不能这样打开")
    return _("您自己的材料，直接打开就行") if by.id == known.client_id else None


def no_such_case() -> str:
    """Return what is said of a number that is none, or of a case that is not for who asks."""
    return _("没有这个编号，或者您不是那里的人")


def field_of(breaking_id: int, *, second: bool = False) -> str:
    """Return under which name the reason lies in the safe: who asked, or who agreed."""
    return f"glass:{breaking_id}:second" if second else f"glass:{breaking_id}"


def is_waiting(asking: Asking, *, at: datetime) -> bool:
    """Tell whether it still waits for a second person."""
    return not asking.is_seconded and at < asking.asked_at + GLASS_ASKED


def is_glass_open(open_until: datetime | None, *, at: datetime) -> bool:
    return open_until is not None and at < open_until
