"""What stands of courses in calendars outside the house: the first day of a cohort."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.clock import day_starts, village_day
from core.house import CalendarEntry
from core.words import _
from training.learning.models import Cohort, Enrolment
from training.learning.queries.mine import KEPT_IN_CALENDAR, list_for_calendar


def list_entries(person_id: int, at: datetime) -> Iterable[CalendarEntry]:
    """Return the first days of the cohorts that this person is in."""
    since = village_day(at) - KEPT_IN_CALENDAR
    found = list_for_calendar(person_id, since=since)
    return [entry(each, each.cohort) for each in found if each.cohort is not None]


def entry(enrolment: Enrolment, cohort: Cohort) -> CalendarEntry:
    """Write the whole day: the hours stand in the cohort's words, where there are any."""
    organiser = enrolment.course.organiser
    return CalendarEntry(
        uid=f"cohort-{cohort.id}",
        start=day_starts(cohort.starts_on),
        end=day_starts(cohort.starts_on + timedelta(days=1)),
        title=_("开课：%(what)s", what=enrolment.of.title),
        place=" ".join(filter(None, (organiser.unit.name, organiser.address))),
        url="/learn/mine",
    )
