"""How a practitioner can be booked at a clinic: what makes sense."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.words import _

# From what to what, and in what steps, as the table has it.
WITHIN: Mapping[str, tuple[int, int, int]] = {
    "minutes": (5, 240, 5),
    "before": (0, 60, 5),
    "after": (0, 60, 5),
    "notice_hours": (0, 168, 1),
    "horizon_days": (1, 60, 1),
    "change_hours": (0, 72, 1),
    "daily_cap": (1, 50, 1),
    "seats": (1, 200, 1),
}


@dataclass(frozen=True, kw_only=True)
class Window:
    """How early and late a service is booked and moved, and how much of it in a day."""

    notice_hours: int = 12
    horizon_days: int = 28
    change_hours: int = 12
    daily_cap: int = 8
    asks: bool = False


@dataclass(frozen=True, kw_only=True)
class Terms(Window):
    """How a practitioner can be booked at a clinic."""

    minutes: int
    ways: tuple[str, ...]
    before: int = 0
    after: int = 10
    seats: int = 1


def why_not_terms(terms: Window) -> tuple[str, str] | None:
    """Return (field, what is wrong with its numbers), or None."""
    for name, (least, most, step) in WITHIN.items():
        value = getattr(terms, name, None)
        if value is None:
            continue
        if not least <= value <= most:
            return name, _("要在 %(least)s 和 %(most)s 之间", least=least, most=most)
        if value % step:
            return name, _("时间要是五分钟的整数倍")
    return None
