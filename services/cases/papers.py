"""What a practitioner has in a calendar, and what was opened of a case as a page says it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Response
from markupsafe import Markup

from core.house import CalendarEntry
from core.storage.models import WEBP
from core.web.file_views import guard
from core.web.moments import moment
from core.words import _, _l
from services.cases.models import Case
from services.cases.operations.safekeeping import Paper
from services.cases.queries.practice import desk_of, list_for_calendar
from services.cases.rules import NOTES, PAPERS
from services.cases.rules.intake import QUESTIONS
from services.cases.rules.intake import in_words as answer_to
from services.clinics.models import Appointment

KEPT_IN_CALENDAR = timedelta(days=30)
Said = Sequence[tuple[str | Markup, str]]  # what it is about, or when; and the words
# How one wants to be called and reached, besides the questions of the intake.
ASKED: Mapping[str, str] = {"call": _l("称呼"), "phone": _l("电话")}


def list_practice_entries(person_id: int, at: datetime) -> Iterable[CalendarEntry]:
    """Return the times a practitioner has given away, in words that tell nothing."""
    practitioner_id = desk_of(person_id).practitioner_id
    if practitioner_id is None:
        return []
    found = list_for_calendar(practitioner_id, at - KEPT_IN_CALENDAR)
    return [
        CalendarEntry(
            uid=f"practice-{each.ref}"
            if isinstance(each, Appointment)
            else f"practice-group-{each.id}",
            start=each.starts_at,
            end=each.ends_at,
            title=_("一项预约"),
            place="",
            url=f"/practice/{each.ref}" if isinstance(each, Appointment) else "/practice/week",
        )
        for each in found
    ]


def in_words(part: str, content: Mapping[str, Any], *, reader_id: int) -> Said:
    """Return what was opened, line by line; empty where nothing was ever written there."""
    if part == NOTES:
        return [
            (noted(each, reader_id=reader_id), each["text"]) for each in content.get("notes", ())
        ]
    if part == PAPERS:
        return []
    asked = [(str(title), str(content.get(name, ""))) for name, title in ASKED.items()]
    asked += [(str(title), answer_to(name, content)) for name, title in QUESTIONS.items()]
    return [(title, words) for title, words in asked if words]


def noted(note: Mapping[str, Any], *, reader_id: int) -> Markup:
    """Say when a note was written, and whether by who reads it."""
    when = moment(datetime.fromisoformat(note["at"]))
    who = _("您写的") if note["by"] == reader_id else _("经办人写的")
    return Markup("{} · {}").format(when, who)


def sent(case: Case, paper: Paper, data: bytes) -> Response:
    """Return the answer; the name under which a phone keeps it tells nothing."""
    is_picture = paper.media_type == WEBP
    answer = Response(data, mimetype=paper.media_type)
    how, ending = ("inline", "webp") if is_picture else ("attachment", "pdf")
    name = f"{case.number}-{paper.n}.{ending}"
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    guard(answer)
    return answer
