"""What a visitor may ask of the market, and what the words and keys of its pages are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from core.search.rules import cleaned
from core.words import _l
from shop.storefront.rules.seasons import MONTHS

PAGE = 24
NOW = "now"
ARGS = ("q", "category", "region", "branch", "season", "sort", "after")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
REGION = re.compile(r"[ut][1-9]\d{0,8}", re.ASCII)
NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
KEY = re.compile(r"([a-z])((?:-[0-9a-f]{1,15}){1,3})", re.ASCII)
ENDINGS = re.compile(r"(党总支|党支部|党委|支部委员会|总支部委员会|委员会)$")


class Sort(StrEnum):
    """In which order: as searched, newest, price up, price down, verified lately."""

    BEST, NEWEST, CHEAP = "best", "newest", "cheap"
    DEAR, VERIFIED = "dear", "verified"


SORTS: Mapping[Sort, str] = {
    Sort.BEST: _l("最相关"),
    Sort.NEWEST: _l("新上架"),
    Sort.CHEAP: _l("便宜的在前"),
    Sort.DEAR: _l("贵的在前"),
    Sort.VERIFIED: _l("刚核验的"),
}
KEY_PARTS: Mapping[Sort, int] = {
    Sort.BEST: 1,  # place among what was found
    Sort.NEWEST: 2,  # moment, id
    Sort.CHEAP: 2,  # fen, id
    Sort.DEAR: 2,
    Sort.VERIFIED: 3,  # day, verification, id
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked of the market; an empty part asks for nothing.

    `region` is `u` with a village's id or `t` with a township branch's, `season` is `now` or a
    month, `after` the key of the last thing seen in this order.
    """

    q: str = ""
    category: str = ""
    region: str = ""
    branch: str = ""
    season: str = ""
    sort: Sort = Sort.NEWEST
    after: tuple[int, ...] = ()

    @property
    def usual(self) -> Sort:
        """The order nobody needs to ask for."""
        return Sort.BEST if self.q else Sort.NEWEST

    @property
    def village(self) -> bool:
        """Whether one village is asked for."""
        return self.region.startswith("u")

    @property
    def filtered(self) -> bool:
        return any((self.q, self.category, self.region, self.branch, self.season))

    def but(self, **changed: str) -> "Wish":
        """Return this wish with other parts, from its first page."""
        wish = replace(self, after=(), **changed)  # type: ignore[arg-type]
        if self.sort is self.usual or (wish.sort is Sort.BEST and not wish.q):
            return replace(wish, sort=wish.usual)
        return wish

    def sorted_by(self, sort: Sort) -> "Wish":
        """Return this wish in another order, from its first page."""
        return replace(self, sort=sort, after=())

    def onward(self, after: tuple[int, ...]) -> "Wish":
        """Return this wish from where a page ended."""
        return replace(self, after=after)

    def args(self) -> dict[str, str]:
        """Return the query string that asks for this."""
        parts = {
            "q": self.q,
            "category": self.category,
            "region": self.region,
            "branch": self.branch,
            "season": self.season,
            "sort": "" if self.sort is self.usual else self.sort.value,
            "after": key_of(self.sort, self.after) if self.after else "",
        }
        return {name: value for name, value in parts.items() if value}

    def month(self, today: date) -> int | None:
        """Return the month asked for, or None."""
        return today.month if self.season == NOW else int(self.season) if self.season else None


def read_wish(args: Mapping[str, str], *, categories: Mapping[str, object]) -> Wish:
    """Read what an address asks for; what makes no sense is passed over."""
    q = cleaned(args.get("q", ""))
    category, season = args.get("category", ""), args.get("season", "")
    region, branch = args.get("region", ""), args.get("branch", "")
    sort = Sort.BEST if q else Sort.NEWEST
    if args.get("sort") in set(Sort) and (q or args["sort"] != Sort.BEST):
        sort = Sort(args["sort"])
    return Wish(
        q=q,
        category=category if category in categories else "",
        region=region if REGION.fullmatch(region) else "",
        branch=branch if NUMBER.fullmatch(branch) else "",
        season=season if season == NOW or is_month(season) else "",
        sort=sort,
        after=read_key(sort, args.get("after", "")),
    )


def is_month(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) and int(text) <= MONTHS


def key_of(sort: Sort, parts: Sequence[int]) -> str:
    """Write down where a page ended, so that the next one goes on there."""
    return sort.value[0] + "".join(f"-{part:x}" for part in parts)


def read_key(sort: Sort, text: str) -> tuple[int, ...]:
    """Return where the last page ended; nothing for a key of another order or of no sense."""
    found = KEY.fullmatch(text)
    if found is None or found[1] != sort.value[0]:
        return ()
    parts = tuple(int(part, 16) for part in found[2].split("-")[1:])
    return parts if len(parts) == KEY_PARTS[sort] else ()


def as_number(moment: datetime) -> int:
    """Return a moment as microseconds, whole."""
    return (moment - EPOCH) // MICROSECOND


def as_moment(number: int) -> datetime:
    """Return the moment again; one beyond the calendar becomes its last day."""
    try:
        return EPOCH + timedelta(microseconds=number)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def as_day(number: int) -> date:
    try:
        return date.fromordinal(number)
    except (ValueError, OverflowError):
        return date.max


def short_name(branch: str) -> str:
    """Return the place a branch is called after: 桃源镇 of 桃源镇党委."""
    return ENDINGS.sub("", branch) or branch
