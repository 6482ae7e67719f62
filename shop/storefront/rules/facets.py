"""Counting what each filter would leave, true under the other filters."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.words import _, _l
from shop.catalog.rules import CATEGORIES, GROUPS
from shop.catalog.rules.categories import codes_in
from shop.storefront.rules.seasons import MONTHS, in_season
from shop.storefront.rules.wishes import NOW, Wish

TITLES: Mapping[str, str] = {
    "category": _l("品类"),
    "season": _l("当季"),
    "region": _l("产地"),
    "branch": _l("哪个支部核验"),
}
UNFOLDED = ("category", "region")


@dataclass(frozen=True)
class Cell:
    """So many goods of one category, place, branch and season."""

    category: str
    unit_id: int
    branch_id: int
    months: int
    count: int


@dataclass(frozen=True, kw_only=True)
class Atlas:
    """What places and branches are called: units with their township, townships, branches."""

    units: Mapping[int, tuple[str, int | None]]
    townships: Mapping[int, str]
    branches: Mapping[int, str]

    def known(self, wish: Wish) -> Wish:
        """Return the wish without places and branches that are not there."""
        region = wish.region if self.region(wish.region) else ""
        branch = wish.branch if self.branch(wish.branch) else ""
        return replace(wish, region=region, branch=branch)

    def region(self, value: str) -> str:
        """Return the name of a village or township asked for, or nothing."""
        if not value:
            return ""
        number = int(value[1:])
        if value[0] == "t":
            return self.townships.get(number, "")
        return self.units.get(number, ("", None))[0]

    def branch(self, value: str) -> str:
        return self.branches.get(int(value), "") if value else ""

    def units_in(self, region: str) -> set[int]:
        """Return the villages that a region means."""
        number = int(region[1:])
        if region[0] == "u":
            return {number}
        return {unit for unit, (_name, township) in self.units.items() if township == number}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a filter, with what it would leave, and the narrower ones below it."""

    name: str
    value: str
    title: str
    count: int
    chosen: bool
    below: Sequence["Choice"] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Group:
    """A filter; folded where the goods can be told apart without it."""

    name: str
    title: str
    choices: Sequence[Choice]
    unfolded: bool


def fits(wish: Wish, atlas: Atlas, today: date) -> Mapping[str, Callable[[Cell], bool]]:
    """Return what each filter that is set asks of a cell."""
    asked: dict[str, Callable[[Cell], bool]] = {}
    if wish.category:
        codes = codes_in(wish.category)
        asked["category"] = lambda cell: cell.category in codes
    if wish.region:
        units = atlas.units_in(wish.region)
        asked["region"] = lambda cell: cell.unit_id in units
    if wish.branch:
        branch = int(wish.branch)
        asked["branch"] = lambda cell: cell.branch_id == branch
    month = wish.month(today)
    if month:
        asked["season"] = lambda cell: in_season(cell.months, month)
    return asked


def left_by(cells: Iterable[Cell], wish: Wish, atlas: Atlas, today: date) -> int:
    """Return how many goods all the filters together leave."""
    asked = fits(wish, atlas, today).values()
    return sum(cell.count for cell in cells if all(fit(cell) for fit in asked))


def groups_of(cells: Sequence[Cell], wish: Wish, atlas: Atlas, today: date) -> list[Group]:
    """Return the filters with their counts; a value that would leave nothing is not offered."""
    asked = fits(wish, atlas, today)

    def under_the_others(name: str) -> list[Cell]:
        others = [fit for each, fit in asked.items() if each != name]
        return [cell for cell in cells if all(fit(cell) for fit in others)]

    found = {
        "category": of_categories(under_the_others("category"), wish),
        "season": of_seasons(under_the_others("season"), wish, today),
        "region": of_regions(under_the_others("region"), wish, atlas),
        "branch": of_branches(under_the_others("branch"), wish, atlas),
    }
    return [
        Group(
            name=name,
            title=str(TITLES[name]),
            choices=choices,
            unfolded=name in UNFOLDED or name in asked,
        )
        for name, choices in found.items()
        if choices
    ]


def counted(cells: Iterable[Cell], key: Callable[[Cell], object]) -> Counter[object]:
    found: Counter[object] = Counter()
    for cell in cells:
        found[key(cell)] += cell.count
    return found


def of_categories(cells: Sequence[Cell], wish: Wish) -> list[Choice]:
    """Return the first level, and under the one that was chosen the second."""
    counts = counted(cells, lambda cell: cell.category)
    shown = []
    for group in GROUPS.values():
        below = [
            choice("category", code, CATEGORIES[code].title, counts[code], wish.category)
            for code in group.below
        ]
        whole = sum(each.count for each in below)
        is_open = wish.category in (group.code, *group.below)
        kept = [each for each in below if each.count or each.chosen] if is_open else []
        if whole or is_open:
            shown.append(choice("category", group.code, group.title, whole, wish.category, kept))
    return shown


def of_seasons(cells: Sequence[Cell], wish: Wish, today: date) -> list[Choice]:
    def leaves(month: int) -> int:
        return sum(cell.count for cell in cells if in_season(cell.months, month))

    shown = [choice("season", NOW, _("这个月当季"), leaves(today.month), wish.season)]
    shown += [
        choice("season", str(month), _("%(month)s月", month=month), leaves(month), wish.season)
        for month in range(1, MONTHS + 1)
    ]
    return [each for each in shown if each.count or each.chosen]


def of_regions(cells: Sequence[Cell], wish: Wish, atlas: Atlas) -> list[Choice]:
    """Return the villages under their townships; where there is one township, villages alone."""
    counts = counted(cells, lambda cell: cell.unit_id)
    villages: dict[int | None, list[Choice]] = {}
    for unit, (name, township) in atlas.units.items():
        one = choice("region", f"u{unit}", name, counts[unit], wish.region)
        if one.count or one.chosen:
            villages.setdefault(township, []).append(one)
    if len(villages) == 1:
        return next(iter(villages.values()))
    shown = []
    for township, below in villages.items():
        if township is None:
            shown += below
            continue
        whole, name = sum(each.count for each in below), atlas.townships[township]
        shown.append(choice("region", f"t{township}", name, whole, wish.region, below))
    return shown


def of_branches(cells: Sequence[Cell], wish: Wish, atlas: Atlas) -> list[Choice]:
    counts = counted(cells, lambda cell: cell.branch_id)
    shown = (
        choice("branch", str(each), name, counts[each], wish.branch)
        for each, name in atlas.branches.items()
    )
    return [each for each in shown if each.count or each.chosen]


def choice(
    name: str,
    value: str,
    title: str,
    count: int,
    chosen: str,
    below: Sequence[Choice] = (),
) -> Choice:
    return Choice(
        name=name, value=value, title=title, count=count, chosen=value == chosen, below=below
    )
