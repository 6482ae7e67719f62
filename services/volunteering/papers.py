"""What stands in a volunteer's calendar."""

from collections.abc import Iterable
from datetime import datetime

from core.house import CalendarEntry
from core.words import _
from services.volunteering.models import Shift
from services.volunteering.queries.mine import list_for_calendar


def list_entries(person_id: int, at: datetime) -> Iterable[CalendarEntry]:
    """Return the shifts that the person has signed up for."""
    return [entry(signup.shift) for signup in list_for_calendar(person_id, at=at)]


def entry(shift: Shift) -> CalendarEntry:
    """Write a shift neutrally: of one in somebody's home no more than the village."""
    task = shift.task
    village = task.unit.name if task.unit else ""
    place = village if task.private else " ".join(filter(None, (village, task.place)))
    return CalendarEntry(
        uid=f"shift-{shift.id}",
        start=shift.starts_at,
        end=shift.ends_at,
        title=_("志愿服务：%(what)s", what=task.title),
        place=place,
        url=f"/volunteer/{task.id}",
    )
