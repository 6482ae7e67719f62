"""How long the certificate of a course counts, and what it says."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from core.qualifications.models import QualificationKind
from core.qualifications.rules import GIVES
from core.words import _l

HOUR, YEAR = 60, 12  # minutes, months
# What a certificate says, as keys of the catalogue.
LEARNT = _l("学完了课程《%(title)s》")
PASSED = _l("学完了课程《%(title)s》，考试合格")
HOURS = _l("学时：%(hours)s 小时 %(left)s 分钟")
ORGANISER = _l("办课单位：%(organiser)s")
QUALIFIES = _l("凭这张证书：%(what)s")


def last_day(first: date, months: int) -> date | None:
    """Return the last day of so many months from this day on; None for ever, with 0 months."""
    if not months:
        return None
    year, month = divmod(first.month - 1 + months, YEAR)
    year, month = first.year + year, month + 1
    day = min(first.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def sentences(
    title: str,
    organiser: str,
    *,
    minutes: int,
    has_exam: bool,
    unlocks: QualificationKind | None,
) -> Sequence[tuple[str, dict[str, Any]]]:
    """Return what the certificate says, as keys with their facts; to be asked in Chinese."""
    hours, left = divmod(minutes, HOUR)
    said: list[tuple[str, dict[str, Any]]] = [
        (str(PASSED if has_exam else LEARNT), {"title": title})
    ]
    if minutes:
        said.append((str(HOURS), {"hours": hours, "left": left}))
    said.append((str(ORGANISER), {"organiser": organiser}))
    if unlocks is not None:
        said.append((str(QUALIFIES), {"what": str(GIVES[unlocks])}))
    return said
