"""A request on pages and slips: who comes, who was there, the code that is given away."""

from collections.abc import Mapping
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
from services.help.rules.stages import SHORT, Facts, Stage, Times, stage_of
from services.help.rules.words import PARTS, STATUSES
from services.hours.models import Attendance, AttendanceStatus
from services.hours.queries.judges import households_of
from services.hours.rules import confirming
from services.hours.rules import words as hours
from services.hours.rules.codes import served_code, served_url
from services.volunteering.rules.times import in_words
from services.volunteering.rules.words import SKILLS, codes_of

HALF = 3  # digits of a code that are read out together
Homes = Mapping[int, int | None]  # person → household


@dataclass(frozen=True, kw_only=True)
class Someone:
    """Who comes, as the other side may know them now."""

    name: str
    phone: str
    skills: str
    when: str


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The code of one shift, as it is read out and as it is scanned."""

    when: str
    digits: str
    qr: Markup


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


def codes_for(case: Case, facts: Facts, *, by: Actor) -> list[Spoken]:
    """Return the codes that the villager gives away when it is done, one of each shift.

    Whoever does the work is shown none, even while acting for the villager.
    """
    if case.person_id != by.person or by.id in case.helpers:
        return []
    return [spoken_code(each) for each in facts.to_tell]


def spoken_code(shift: Times) -> Spoken:
    """Return the six digits in two groups, and the QR that is scanned instead."""
    digits = served_code(shift.id)
    return Spoken(
        when=in_words(shift.starts_at, shift.ends_at),
        digits=f"{digits[:HALF]} {digits[HALF:]}",
        qr=qr_of(whole(served_url(shift))),
    )


def there_of(case: Case, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return when somebody was there, and whether this reader can say that it is true."""
    presences = work.list_presences(case.id)
    homes = households_of({by.id, *(each.person_id for each in presences)})
    return [
        {
            "ref": each.ref,
            "name": each.person.name,
            "from": each.starts_at,
            "long": hours.spelt(each.minutes) if each.ends_at else "",
            "status": hours.STATUSES[each.status],
            "chip": hours.CHIPS[each.status],
            **what_to_say(case, each, homes, by=by, at=at),
        }
        for each in presences
    ]


def what_to_say(
    case: Case, attendance: Attendance, homes: Homes, *, by: Actor, at: datetime
) -> dict[str, Any]:
    """Return what this reader can say of it as the person served; asks no database."""
    own = attendance.person_id in {by.id, by.person} or case.person_id != by.person
    waits = attendance.status is AttendanceStatus.ENDED and not own
    why_not = why_not_confirm(case, attendance, homes, by=by, at=at)
    return {
        "can_confirm": why_not is None,
        "can_object": waits,
        "why_not": why_not if waits else None,
    }


def why_not_confirm(
    case: Case, attendance: Attendance, homes: Homes, *, by: Actor, at: datetime
) -> str | None:
    """Say why this reader does not confirm it as the person served, or None."""
    home = homes.get(by.id)
    known = confirming.Known(
        status=attendance.status,
        person_id=attendance.person_id,
        served_id=case.person_id,
        branch_id=attendance.branch_id,
        parent_id=None,
    )
    return confirming.why_not_confirm(
        known,
        confirming.by_tap(by),
        by=by,
        lives_with=home is not None and home == homes.get(attendance.person_id),
        today=village_day(at),
    )


def chip_of(mine: HelpRequest, facts: Facts) -> tuple[str, str]:
    """Say in a word how far it is, and in which colour."""
    stage = stage_of(mine.status, facts)
    if stage is None:
        return str(STATUSES[mine.status]), ""
    if stage is Stage.DONE and not facts.unsaid:
        return str(STATUSES[HelpStatus.DONE]), ""
    return str(SHORT[stage]), "" if stage is Stage.CONFIRMED else "season"
