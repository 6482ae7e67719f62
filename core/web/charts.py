"""The geometry of small pictures of numbers, and of a month; templates only write it down."""

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 240, 64  # of a chart, in its own units
EDGE = 4  # left free above the highest and below the lowest point


@dataclass(frozen=True)
class Spark:
    """A line of numbers over time."""

    line: str
    ground: str
    rows: tuple[tuple[str, int], ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Bars:
    """A year of something, a bar for each month."""

    bars: tuple[Bar, ...]
    rows: tuple[tuple[str, int], ...]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar on a day."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Day:
    date: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Month:
    """Whole weeks, Monday first, that cover a month."""

    year: int
    month: int
    weeks: tuple[tuple[Day, ...], ...]


def spark_of(rows: Sequence[tuple[str, int]]) -> Spark:
    """Draw numbers over time as a line from left to right; zero is the ground."""
    most = max((value for _label, value in rows), default=0) or 1
    step = WIDTH / max(len(rows) - 1, 1)
    points = [
        (round(place * step, 1), round(HEIGHT - EDGE - value / most * (HEIGHT - 2 * EDGE), 1))
        for place, (_label, value) in enumerate(rows)
    ]
    if len(points) == 1:
        points.append((float(WIDTH), points[0][1]))
    corners = [(0.0, float(HEIGHT)), *points, (float(WIDTH), float(HEIGHT))]
    return Spark(line=joined(points), ground=joined(corners), rows=tuple(rows))


def bars_of(rows: Sequence[tuple[str, int]]) -> Bars:
    """Draw numbers as bars side by side; a value of zero has none."""
    most = max((value for _label, value in rows), default=0) or 1
    share = WIDTH / max(len(rows), 1)
    bars = []
    for place, (_label, value) in enumerate(rows):
        tall = round(value / most * (HEIGHT - EDGE), 1)
        left = round(place * share + share * 0.15, 1)
        bars.append(
            Bar(
                x=left,
                y=round(HEIGHT - tall, 1),
                width=round(share * 0.7, 1),
                height=tall,
            )
        )
    return Bars(bars=tuple(bars), rows=tuple(rows))


def month_of(year: int, month: int, entries: Mapping[date, Iterable[Entry]]) -> Month:
    """Lay out a month; days of its neighbours fill the first and the last week."""
    return Month(
        year=year,
        month=month,
        weeks=tuple(
            tuple(Day(date=day, entries=tuple(entries.get(day, ()))) for day in week)
            for week in Calendar().monthdatescalendar(year, month)
        ),
    )


def joined(points: Iterable[tuple[float, float]]) -> str:
    """Write points as SVG wants them."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)
