"""Whom to ask next when a task asks one volunteer after another, and what an answer may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.lifecycle import Lifecycle
from core.words import _
from services.volunteering.models import Reach, Shift, TurnStatus
from services.volunteering.rules.signups import Standing, is_old_enough, why_not_come

ASKED_AHEAD = timedelta(days=14)  # before a shift; of one that repeats the next is asked for first
LOAD_SINCE = timedelta(days=30)
LOOKED_AGAIN = timedelta(hours=1)  # where nobody was left, and nothing was changed since
FARTHER = {Reach.VILLAGE: 0, Reach.TOWNSHIP: 1, Reach.COUNTY: 2}

TURN = Lifecycle(
    {
        TurnStatus.OFFERED: {
            "accept": TurnStatus.ACCEPTED,
            "decline": TurnStatus.DECLINED,
            "fall_silent": TurnStatus.SILENT,
            "withdraw": TurnStatus.WITHDRAWN,
        },
        TurnStatus.SILENT: {"decline": TurnStatus.DECLINED},
    }
)


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where somebody lives or something is done: the village, its branch, and the one above."""

    unit_id: int | None
    branch_id: int
    parent_id: int | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a shift asks of who comes."""

    skill: str = ""
    licence: str = ""
    min_age: int = 16
    at_home: bool = False  # of somebody: only who is known to a branch comes


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A volunteer who is willing to be asked, as the shift's day finds them."""

    person_id: int
    distance: Reach  # how far it is for them
    reach: Reach  # how far they go
    minutes: int = 0  # of shifts signed up for, in the last thirty days and ahead
    age: int | None = None
    skills: frozenset[str] = frozenset()
    licences: frozenset[str] = frozenset()
    was_asked: bool = False  # about this very shift
    has_declined: bool = False  # any shift of the task, or of another from the same source
    is_in: bool = False
    overlaps: bool = False
    is_kin: bool = False  # it is done for them or somebody of their household
    is_known: bool = False  # to a branch


def ranked(candidates: Iterable[Candidate], wanted: Wanted) -> list[int]:
    """Return who may be asked, the best first.

    Who has the skill before who has not, the nearer before the farther, who does less before who
    does more; then in the order of ids.
    """
    fit = [each for each in candidates if may_ask(each, wanted)]

    def order(each: Candidate) -> tuple[bool, int, int, int]:
        lacks = bool(wanted.skill) and wanted.skill not in each.skills
        return lacks, FARTHER[each.distance], each.minutes, each.person_id

    return [each.person_id for each in sorted(fit, key=order)]


def may_ask(who: Candidate, wanted: Wanted) -> bool:
    """Tell whether this volunteer may be asked; nobody is asked again after a no."""
    if who.was_asked or who.has_declined or who.is_in or who.overlaps or who.is_kin:
        return False
    if wanted.at_home and not who.is_known:
        return False
    if FARTHER[who.distance] > FARTHER[who.reach]:
        return False
    if wanted.licence and wanted.licence not in who.licences:
        return False
    return is_old_enough(who.age, wanted.min_age)


def distance(home: Home | None, place: Home) -> Reach:
    """Return how far the place is from somebody's home: in the village, the township, beyond.

    A township is the branches below the same one, and that one itself.
    """
    if home is None:
        return Reach.COUNTY
    if place.unit_id is not None and home.unit_id == place.unit_id:
        return Reach.VILLAGE
    if home.branch_id == place.branch_id:
        return Reach.TOWNSHIP if place.unit_id is not None else Reach.VILLAGE
    siblings = home.parent_id is not None and home.parent_id == place.parent_id
    above = place.branch_id == home.parent_id or home.branch_id == place.parent_id
    return Reach.TOWNSHIP if siblings or above else Reach.COUNTY


def why_not_accept(
    status: TurnStatus, until: datetime, shift: Shift, standing: Standing, *, at: datetime
) -> str | None:
    """Say why somebody who was asked cannot say yes any more, or None."""
    if status is TurnStatus.WITHDRAWN:
        return _("这一次已经有人去了，谢谢您")
    if status in {TurnStatus.ACCEPTED, TurnStatus.DECLINED}:
        return _("您已经答复过了")
    if status is TurnStatus.SILENT or until <= at:
        return _("问您的时间过了，已经问了下一位")
    return why_not_come(shift, standing, at=at) or (None if shift.free else _("名额已经满了"))
