"""One's own hours as a table to keep."""

from collections.abc import Iterable

from core.clock import VILLAGE
from core.storage.exports import Value, write_xlsx
from core.words import _
from services.hours.models import AttendanceStatus
from services.hours.queries.attendances import Line
from services.hours.rules.words import STATUSES, VOIDED, WAYS

CLOCK = "%Y-%m-%d %H:%M"


def write_hours(lines: Iterable[Line]) -> bytes:
    """Return a spreadsheet with a row for each attendance; no cell of it can be a formula."""
    return write_xlsx([_heading(), *map(_row, lines)], title=_("我的志愿时长"))


def _heading() -> tuple[str, ...]:
    return (
        _("服务"),
        _("到的时间"),
        _("走的时间"),
        _("分钟"),
        _("计入分钟"),
        _("怎么记的"),
        _("怎么确认的"),
        _("状态"),
        _("说明"),
    )


def _row(line: Line) -> tuple[Value, ...]:
    confirmed = line.status is AttendanceStatus.CONFIRMED
    return (
        line.title,
        line.starts_at.astimezone(VILLAGE).strftime(CLOCK),
        line.ends_at.astimezone(VILLAGE).strftime(CLOCK) if line.ends_at else "",
        line.minutes,
        line.counted if confirmed else 0,
        _("人工补录") if line.by_hand else _("自动记录"),
        str(WAYS[line.confirmed_how]) if confirmed and line.confirmed_how else "",
        str(STATUSES[line.status]),
        str(VOIDED.get(line.void_why, line.void_why)),
    )
