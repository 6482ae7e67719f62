"""What a practitioner has in a calendar, and what was opened of a case as a page says it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from core.house import CalendarEntry
from core.web.moments import moment
from core.words import _, _l
from services.cases.queries.practice import desk_of, list_for_calendar
from services.cases.rules import NOTES
from services.clinics.models import Appointment

KEPT_IN_CALENDAR = timedelta(days=30)
Said = Sequence[tuple[str | Markup, str]]  # what it is about, or when; and the words
# What the intake asks; whatever else lies there is shown under the name it has.
ASKED: Mapping[str, str] = {
    "name": _l("称呼"),
    "nickname": _l("称呼"),
    "phone": _l("电话"),
    "story": _l("发生了什么"),
    "matter": _l("什么事"),
    "whom": _l("替谁来问"),
    "parties": _l("对方是谁"),
    "papers": _l("有哪些材料"),
    "wish": _l("想要什么结果"),
}


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
    return [
        (str(ASKED.get(name, name)), text_of(value)) for name, value in content.items() if value
    ]


def noted(note: Mapping[str, Any], *, reader_id: int) -> Markup:
    """Say when a note was written, and whether by who reads it."""
    when = moment(datetime.fromisoformat(note["at"]))
    who = _("您写的") if note["by"] == reader_id else _("上一位经办人写的")
    return Markup("{} · {}").format(when, who)


def text_of(value: Any) -> str:
    """Write what is said, be it a word, several, or words with names."""
    if isinstance(value, Mapping):
        return "，".join(text_of(each) for each in value.values() if each)
    if isinstance(value, list | tuple):
        return "\n".join(text_of(each) for each in value if each)
    return str(value)
