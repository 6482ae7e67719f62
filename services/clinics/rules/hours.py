"""Hours of a day as people write them: 9:00-12:00, 14:00-17:00."""

import re
from collections.abc import Sequence
from datetime import time

from services.clinics.rules.slots import DAY_MINUTES, Span

HOUR = 60  # minutes
PARTED = re.compile(r"[,，;；、/\n]+|(?<=[\d点半分])\s+(?=\d)")
TIME = r"(\d{1,2})(?:[:：.点时](?:(\d{1,2})分?|(半))?)?"
SPAN = re.compile(rf"\s*{TIME}\s*[-–—~～至到]+\s*{TIME}\s*")
WIDE = str.maketrans("０１２３４５６７８９－", "0123456789-")


def spans_in(text: str) -> list[Span] | None:
    """Read the spans of a day; [] where nothing is written, None where it cannot be read."""
    spans: list[Span] = []
    for piece in PARTED.split(text.translate(WIDE)):
        if not piece.strip():
            continue
        found = SPAN.fullmatch(piece)
        if found is None:
            return None
        begins, ends = _minutes(found, 1), _minutes(found, 4)
        if begins is None or ends is None:
            return None
        spans.append((begins, ends))
    return sorted(spans)


def _minutes(found: re.Match[str], first: int) -> int | None:
    hours, minutes, half = (found[first + each] for each in range(3))
    value = int(hours) * HOUR + (HOUR // 2 if half else int(minutes or 0))
    return value if int(minutes or 0) < HOUR and value <= DAY_MINUTES else None


def in_text(spans: Sequence[Span]) -> str:
    """Write the spans of a day so that `spans_in` reads them again."""
    return ", ".join(f"{clock(begins)}-{clock(ends)}" for begins, ends in spans)


def clock(minute: int) -> str:
    """Write a minute of the day: 9:05, 24:00."""
    return f"{minute // HOUR}:{minute % HOUR:02}"


def minute_at(moment: time, *, is_end: bool = False) -> int:
    """Return the minute of the day; midnight ends it as well as it begins it."""
    return moment.hour * HOUR + moment.minute or (DAY_MINUTES if is_end else 0)
