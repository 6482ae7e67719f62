"""Who may enrol in a course, or in one of its cohorts, who may wait for a seat, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import day_starts, village_day
from core.waitlists.models import WaitStatus
from core.waitlists.rules import kept_until, why_not_take
from core.words import _, dated
from training.learning.models import Cohort, Enrolment, EnrolmentStatus
from training.learning.rules.enrolments import RENEWED_FROM

KIND = "training.cohort"  # of the waiting lists


class Way(StrEnum):
    """What somebody can do with a cohort in one tap."""

    ENROL, WAIT, TAKE, DROP, NONE = "enrol", "wait", "take", "drop", "none"


@dataclass(frozen=True, kw_only=True)
class InCohort:
    """A cohort that is going on or to come, and how somebody stands to it."""

    cohort: Cohort
    at: datetime  # when this was looked at
    waits: WaitStatus | None = None
    place: int = 0  # in the line of who waits
    kept_until: datetime | None = None  # where a seat is kept for them
    is_waited_for: bool = False  # somebody stands in the line

    @property
    def way(self) -> Way:
        """Return the one thing that a button beside the cohort can do."""
        if self.waits is WaitStatus.OFFERED:
            return Way.TAKE if why_not_take_kept(self) is None else Way.DROP
        if why_not_join(self) is None:
            return Way.ENROL
        if self.waits is WaitStatus.WAITING:
            return Way.DROP
        return Way.WAIT if why_not_wait(self) is None else Way.NONE

    @property
    def why_not(self) -> str | None:
        """Return why nobody gets in by a tap, or None."""
        return why_not_join(self)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of somebody and a course; of a visitor nothing but the cohorts."""

    at: datetime
    is_known: bool = False  # somebody is signed in
    open_reading: bool = False
    is_teacher: bool = False
    learning: Enrolment | None = None  # by which they are in it now
    left: Enrolment | None = None  # of the live version: who comes back goes on with it
    passed: Enrolment | None = None
    is_ended: bool = False  # what they passed counts no more: its time is over, or it was revoked
    counts_until: date | None = None  # its last day; None: for ever
    missing: Sequence[tuple[int, str]] = ()  # courses to be passed before: id and title
    cohorts: Sequence[InCohort] = ()  # the soonest first
    has_classes: bool = False  # lessons that only a cohort meets for; asked where there is none

    @property
    def by_cohort(self) -> bool:
        """Tell whether one enrols in a cohort: as long as one is going on or to come."""
        return bool(self.cohorts)

    @property
    def choices(self) -> list[InCohort]:
        """The cohorts that they can enrol in now, one with a seat kept for them first."""
        if not self.is_known or why_not_learn(self):
            return []
        able = [each for each in self.cohorts if each.way in {Way.TAKE, Way.ENROL}]
        return sorted(able, key=lambda each: each.way is not Way.TAKE)

    @property
    def can_enrol(self) -> bool:
        """Tell whether there is a button to enrol with."""
        return bool(self.choices) if self.by_cohort else why_not_enrol(self) is None

    @property
    def why_not(self) -> str | None:
        """Return why there is no button to enrol with, or None."""
        return why_not_enrol(self)

    @property
    def why_not_at_all(self) -> str | None:
        """Return why they cannot begin the course, whether or not there is a seat; or None."""
        return why_not_learn(self)

    def find(self, cohort_id: int | None) -> InCohort | None:
        """Return the cohort with this number, where it can be chosen at all."""
        return next((each for each in self.cohorts if each.cohort.id == cohort_id), None)


def shuts_at(cohort: Cohort) -> datetime:
    """Return the moment from which nobody enrols any more: the end of the last day for it."""
    return day_starts(cohort.closes_on + timedelta(days=1))


def why_not_learn(standing: Standing) -> str | None:
    """Say why this person cannot begin the course, whether or not there is a seat; or None."""
    if standing.open_reading:
        return _("这门课谁都能直接看，不用报名")
    if standing.is_teacher:
        return _("您教这门课，不用报名")
    if standing.learning is not None:
        return _("您已经在学这门课了")
    if standing.passed is not None and (wrong := why_not_again(standing)):
        return wrong
    if standing.missing:
        titles = "".join(f"《{title}》" for _id, title in standing.missing)
        return _("要先学完%(titles)s，再来报这门", titles=titles)
    return None


def why_not_again(standing: Standing) -> str | None:
    """Say why somebody who has passed cannot enrol once more, or None.

    They can when what they passed counts no more, and from sixty days before its end.
    """
    if standing.is_ended:
        return None
    if standing.counts_until is None:
        return _("您已经学完了，随时可以再看，不用再报")
    begins = standing.counts_until - RENEWED_FROM
    if village_day(standing.at) >= begins:
        return None
    return _("您已经学完了，随时可以再看。%(day)s起可以再报一次，续结业证书", day=dated(begins))


def why_not_enrol(standing: Standing, here: InCohort | None = None) -> str | None:
    """Say why this person cannot enrol by a tap, in this cohort where there is one; or None."""
    if wrong := why_not_learn(standing):
        return wrong
    if here is not None:
        return why_not_take_kept(here) if here.waits is WaitStatus.OFFERED else why_not_join(here)
    if not standing.by_cohort:
        later = _("这门课有一起上的课，要等开班才能报。开班了，就在这里报名")
        return later if standing.has_classes else None
    if standing.choices:
        return None
    if all(why_closed(each.cohort, at=standing.at) for each in standing.cohorts):
        return _("这一期的报名截止了，等下一期开班再来报")
    return _("名额已经满了，可以排候补")


def why_not_choose(standing: Standing) -> str | None:
    """Say that a cohort has to be chosen, or None where the course is open."""
    return _("请选一期") if standing.by_cohort else None


def why_not_join(here: InCohort) -> str | None:
    """Say why nobody who comes by gets a seat in the cohort, or None."""
    return why_closed(here.cohort, at=here.at) or why_full(here)


def why_closed(cohort: Cohort, *, at: datetime) -> str | None:
    """Say why nobody enrols in the cohort any more, or None; the last day still counts."""
    if cohort.cancelled_at is not None:
        return _("这一期取消了")
    if at >= shuts_at(cohort):
        return _("报名到 %(day)s 截止了", day=dated(cohort.closes_on))
    return None


def why_full(here: InCohort) -> str | None:
    """Say why there is no seat for somebody who comes by, or None; who waits comes first."""
    if here.cohort.free <= 0:
        return _("名额已经满了")
    if here.is_waited_for and kept_until(here.at, starts_at=shuts_at(here.cohort)) is not None:
        return _("有人在候补，名额先给他们")
    return None


def why_not_wait(here: InCohort) -> str | None:
    """Say why somebody cannot wait for a seat in the cohort, or None."""
    if wrong := why_closed(here.cohort, at=here.at):
        return wrong
    if here.waits is not None:
        return _("您已经在候补了")
    if kept_until(here.at, starts_at=shuts_at(here.cohort)) is None:
        return _("快截止了，不再排候补。有人退了，名额先到先得")
    return None if why_full(here) else _("现在有名额，直接报名就行")


def why_not_take_kept(here: InCohort) -> str | None:
    """Say why somebody cannot take the seat that was kept for them, or None."""
    status = here.waits or WaitStatus.LEFT
    return why_closed(here.cohort, at=here.at) or why_not_take(
        status, offered_until=here.kept_until, at=here.at
    )


def why_unsaid(*, is_grown: bool, guardian: str, agrees: bool) -> tuple[str, str] | None:
    """Return (field, what still has to be said) about who learns, or None.

    Whoever is fourteen says so and no more; for a child a parent or guardian agrees
    (个人信息保护法 31).
    """
    if is_grown:
        if guardian or agrees:
            return "guardian", _("满 14 岁不用写监护人。不满 14 岁，请点“孩子报名”")
        return None
    if not agrees:
        return "agrees", _("请监护人看过，勾上同意")
    if not guardian:
        return "guardian", _("请写监护人的名字")
    return None


def why_not_leave(status: EnrolmentStatus) -> str | None:
    """Say why somebody cannot leave the course, or None."""
    if status is EnrolmentStatus.PASSED:
        return _("您已经学完了，不用退")
    return None if status is EnrolmentStatus.IN else _("您没有在学这门课")
