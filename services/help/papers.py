"""A request on pages and slips: who comes, who was there, the code that is given away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from core.access import Actor
from core.branches.rules import public_name
from core.clock import village_day
from core.web.links import qr_of, whole
from core.words import _
from services.help.models import HelpRequest, HelpStatus
from services.help.queries import facts as work
from services.help.queries.requests import Case
from services.help.rules import stages
from services.help.rules.stages import SHORT, Facts, Stage, stage_of
from services.help.rules.words import PARTS, STATUSES
from services.hours.models import Attendance, Confirmed
from services.hours.rules import confirming
from services.hours.rules import words as hours
from services.hours.rules.codes import served_code, served_url
from services.volunteering.rules.times import in_words
from services.volunteering.rules.words import SKILLS, codes_of

HALF = 3  # digits of a code that are read out together


@dataclass(frozen=True, kw_only=True)
class Someone:
    """Who comes, as the other side may know them now."""

    name: str
    phone: str
    skills: str
    when: str


@dataclass(frozen=True)
class TaskId:
    """What the address of the person served is made of."""

    id: int


def wished(request: HelpRequest) -> str:
    """Say when the villager would like it."""
    day = _("越快越好") if request.day is None else ""
    return " ".join(part for part in (day, str(PARTS[request.part])) if part)


def as_known(each: work.Coming, *, at: datetime) -> Someone:
    """Name somebody who comes: in full and with the number from the evening before."""
    known = stages.both_know(each.starts_at, each.ends_at, at=at)
    return Someone(
        name=each.name if known else public_name(each.name),
        phone=(each.phone or "") if known else "",
        skills="、".join(str(SKILLS[code]) for code in codes_of(each.skills)),
        when=in_words(each.starts_at, each.ends_at),
    )


def code_for(case: Case, facts: Facts, *, by: Actor) -> tuple[str, Markup] | None:
    """Return the code that the villager gives away when it is done, as digits and as a QR.

    Whoever does the work is not shown it, even while acting for the villager.
    """
    if case.person_id != by.person or by.id in case.helpers or facts.task_id is None:
        return None
    if not (facts.is_live or facts.present or facts.unsaid):
        return None
    return spoken_code(facts.task_id)


def spoken_code(task_id: int) -> tuple[str, Markup]:
    """Return the six digits in two groups, and the QR that is scanned instead."""
    digits = served_code(task_id)
    address = whole(served_url(TaskId(task_id)))
    return f"{digits[:HALF]} {digits[HALF:]}", qr_of(address)


def there_of(case: Case, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return when somebody was there, and whether this reader can say that it is true."""
    return [
        {
            "ref": each.ref,
            "name": each.person.name,
            "from": each.starts_at,
            "long": hours.spelt(each.minutes) if each.ends_at else "",
            "status": hours.STATUSES[each.status],
            "chip": hours.CHIPS[each.status],
            "can_confirm": why_not_confirm(case, each, by=by, at=at) is None,
        }
        for each in work.list_presences(case.id)
    ]


def why_not_confirm(case: Case, attendance: Attendance, *, by: Actor, at: datetime) -> str | None:
    """Say why this reader does not confirm it as the person served, or None; asks no database."""
    known = confirming.Known(
        status=attendance.status,
        person_id=attendance.person_id,
        served_id=case.person_id,
        branch_id=attendance.branch_id,
        parent_id=None,
    )
    today = village_day(at)
    return confirming.why_not_confirm(known, Confirmed.SERVED, by=by, today=today)


def chip_of(mine: HelpRequest, facts: Facts) -> tuple[str, str]:
    """Say in a word how far it is, and in which colour."""
    stage = stage_of(mine.status, facts)
    if stage is None:
        return str(STATUSES[mine.status]), ""
    if stage is Stage.DONE and not facts.unsaid:
        return str(STATUSES[HelpStatus.DONE]), ""
    return str(SHORT[stage]), "" if stage is Stage.CONFIRMED else "season"
