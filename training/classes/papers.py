"""What stands of classes in calendars outside the house, and in the file for one of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.house import CalendarEntry
from core.words import _
from training.classes.queries.classes import list_for_calendar
from training.learning.models import Class

KEPT = timedelta(days=60)


def list_entries(person_id: int, at: datetime) -> Iterable[CalendarEntry]:
    """Return the classes at which this person has to be."""
    return [entry(each) for each in list_for_calendar(person_id, since=at - KEPT)]


def entry(held: Class) -> CalendarEntry:
    """Write a class; the link of one online stands on its page alone."""
    return CalendarEntry(
        uid=f"class-{held.id}",
        start=held.starts_at,
        end=held.ends_at,
        title=_("上课：%(what)s", what=held.title),
        place=held.place or _("网上"),
        url=f"/learn/classes/{held.id}",
    )
