"""What may be asked of the public list of tasks, and what the words of its address mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from core.clock import day_starts, village_day
from core.words import _l
from services.volunteering.rules.tasks import FARTHEST
from services.volunteering.rules.words import SKILLS

PAGE = 30
PLACE = re.compile(r"[ub][1-9]\d{0,8}", re.ASCII)
KEY = re.compile(r"([1-9]\d{0,10})-([1-9]\d{0,8})", re.ASCII)
DAY = timedelta(days=1)
SATURDAY = 5


class When(StrEnum):
    """这周, 周末."""

    WEEK, WEEKEND = "week", "weekend"


WHENS: Mapping[When, str] = {When.WEEK: _l("这周"), When.WEEKEND: _l("周末")}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked of the list; an empty part asks for nothing.

    `where` is `u` with a village's id or `b` with a branch's, all below it included; `day` goes
    before `when`; `after` is the moment and the id at which the page before ended.
    """

    when: When | None = None
    day: date | None = None
    where: str = ""
    skill: str = ""
    after: tuple[datetime, int] | None = None

    @property
    def active(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.when or self.day, self.where, self.skill)))

    def onward(self, after: tuple[datetime, int]) -> "Wish":
        """Return this wish from where a page ended."""
        return replace(self, after=after)

    def args(self) -> dict[str, str]:
        """Return the query string that asks for this."""
        parts = {
            "when": self.when.value if self.when else "",
            "day": self.day.isoformat() if self.day else "",
            "where": self.where,
            "skill": self.skill,
            "after": key_of(*self.after) if self.after else "",
        }
        return {name: value for name, value in parts.items() if value}

    def window(self, at: datetime) -> tuple[datetime, datetime | None]:
        """Return from when until when a shift must begin; no end asks for all that follow."""
        today = village_day(at)
        if self.day:
            return max(at, day_starts(self.day)), day_starts(self.day + DAY)
        if self.when is None:
            return at, None
        monday = today - today.weekday() * DAY
        first = monday if self.when is When.WEEK else monday + SATURDAY * DAY
        return max(at, day_starts(first)), day_starts(monday + 7 * DAY)


def read_wish(args: Mapping[str, str], *, today: date) -> Wish:
    """Read what an address asks for; what makes no sense is passed over."""
    when, where, skill = (args.get(name, "") for name in ("when", "where", "skill"))
    day = read_day(args.get("day", ""), today=today)
    return Wish(
        when=When(when) if when in set(When) and day is None else None,
        day=day,
        where=where if PLACE.fullmatch(where) else "",
        skill=skill if skill in SKILLS else "",
        after=read_key(args.get("after", "")),
    )


def read_day(text: str, *, today: date) -> date | None:
    """Return the day if a shift may be on it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if today <= day <= today + FARTHEST else None


def key_of(starts_at: datetime, task_id: int) -> str:
    """Write down where a page ended, so that the next one goes on there."""
    return f"{int(starts_at.timestamp())}-{task_id}"


def read_key(text: str) -> tuple[datetime, int] | None:
    """Return where the last page ended, or None for a key of no sense."""
    found = KEY.fullmatch(text)
    return (datetime.fromtimestamp(int(found[1]), UTC), int(found[2])) if found else None
