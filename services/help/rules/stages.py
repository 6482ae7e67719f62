"""How far a request is, told from its task and from who was there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum

from core.clock import VILLAGE
from core.words import _, _l
from services.help.models import HelpStatus

EVENING = time(18)  # of the day before: from then on both sides see full names and numbers
KNOWN_FOR = timedelta(days=1)  # after the end both sides still do
OVER_AFTER = timedelta(hours=2)  # a shift: until then people check out


class Stage(IntEnum):
    """收到 → 安排 → 有人来 → 在办 → 办好 → 确认; the number is the place of the step."""

    RECEIVED, ARRANGED, COMING, UNDER_WAY, DONE, CONFIRMED = range(6)


STAGES: Mapping[Stage, str] = {
    Stage.RECEIVED: _l("收到"),
    Stage.ARRANGED: _l("安排"),
    Stage.COMING: _l("有人来"),
    Stage.UNDER_WAY: _l("在办"),
    Stage.DONE: _l("办好"),
    Stage.CONFIRMED: _l("确认"),
}


@dataclass(frozen=True, kw_only=True)
class Times:
    """A shift, and when it is."""

    id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of the work behind a request at a moment.

    `task_id` is the newest task, `is_live` while it is open and a shift of it runs or is to come;
    `coming` have signed up for those. `is_on` while a shift runs for which somebody has signed up,
    `was_on` when such a one is over. `present` are there now, `been` have been there, of these
    `unsaid` wait for the word of the person served, `objected` for that of the branch; `untold`
    are the shifts of those who are there and of those who wait for that word.
    """

    task_id: int | None = None
    arranged_at: datetime | None = None
    shift: Times | None = None  # that runs or is the next
    is_live: bool = False
    is_over: bool = False  # there was a task, and its last shift ended a while ago
    coming: int = 0
    is_on: bool = False
    was_on: bool = False
    present: int = 0
    been: int = 0
    unsaid: int = 0
    objected: int = 0
    untold: tuple[Times, ...] = ()

    @property
    def to_tell(self) -> tuple[Times, ...]:
        """Return the shifts whose code the villager may be asked for, else that of the next."""
        return self.untold or ((self.shift,) if self.shift else ())

    @property
    def is_failed(self) -> bool:
        """Tell whether it was arranged and nobody has been there, nor is to come."""
        gone = self.is_over or not self.was_on  # a while after the end somebody may still say so
        return self.task_id is not None and not (self.is_live or self.been or self.present) and gone

    @property
    def is_done(self) -> bool:
        """Tell whether somebody has been there and nobody is there or to come."""
        return bool(self.been) and not self.present and not self.is_live


NOTHING = Facts()


def stage_of(status: HelpStatus, facts: Facts) -> Stage | None:
    """Return at which step the request stands; None where it came to nothing."""
    if status in {HelpStatus.WITHDRAWN, HelpStatus.NOT_POSSIBLE}:
        return None
    if facts.present:
        return Stage.UNDER_WAY
    if status is HelpStatus.DONE or facts.is_done:
        said = facts.been and not (facts.unsaid or facts.objected)
        return Stage.CONFIRMED if said else Stage.DONE
    if status is HelpStatus.ASKED:
        return Stage.RECEIVED
    return Stage.COMING if facts.coming or facts.was_on else Stage.ARRANGED


# How a list names the step: what is the case, and what waits for the villager.
SHORT: Mapping[Stage, str] = {
    Stage.RECEIVED: _l("收到，等安排"),
    Stage.ARRANGED: _l("安排了，在请人"),
    Stage.COMING: _l("有人来"),
    Stage.UNDER_WAY: _l("正在办"),
    Stage.DONE: _l("办好了，等您确认"),
    Stage.CONFIRMED: _l("办好了"),
}


def in_words(status: HelpStatus, facts: Facts) -> str:
    """Say in a sentence what the villager may expect now."""
    stage = stage_of(status, facts)
    if status in {HelpStatus.ASKED, HelpStatus.PLANNED} and facts.is_failed:
        return _("上次没有人来成，支部会再安排。要是来过了，请在下面说一声")
    if stage is Stage.COMING and not facts.is_live:
        return _("时间过了，还没有签到的记录。办好了请说一声，没来请打支部电话")
    if stage is Stage.DONE and not facts.unsaid:
        return _("您说的不对的地方，支部在问清楚") if facts.objected else _("办好了")
    said: Mapping[Stage | None, str] = {
        Stage.RECEIVED: _("支部收到了，会尽快答复您"),
        Stage.ARRANGED: _("时间定好了，正在请人"),
        Stage.COMING: _("有人来，到时候在约好的地方等就行"),
        Stage.UNDER_WAY: _("人到了，正在办"),
        Stage.DONE: _("办好了，请说一声对不对"),
        Stage.CONFIRMED: _("办好了，也确认过了"),
        None: _("这次没有办"),
    }
    return said[stage]


def steps_of(
    status: HelpStatus, facts: Facts, *, asked_at: datetime
) -> tuple[list[tuple[str, datetime | None]], int] | None:
    """Return the steps with their moments and at which it stands; None where it came to nothing."""
    stage = stage_of(status, facts)
    if stage is None:
        return None
    known = {Stage.RECEIVED: asked_at, Stage.ARRANGED: facts.arranged_at}
    items = [(str(words), _in_village(known.get(each))) for each, words in STAGES.items()]
    return items, len(items) if stage is Stage.CONFIRMED else int(stage)


def _in_village(moment: datetime | None) -> datetime | None:
    return moment.astimezone(VILLAGE) if moment else None


def both_know(starts_at: datetime, ends_at: datetime, *, at: datetime) -> bool:
    """Tell whether the two sides see each other's full name and number at this moment."""
    day_before = starts_at.astimezone(VILLAGE).date() - timedelta(days=1)
    return datetime.combine(day_before, EVENING, VILLAGE) <= at <= ends_at + KNOWN_FOR
