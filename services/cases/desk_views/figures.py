"""What a practitioner has done month by month, small numbers hidden."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from flask.typing import ResponseReturnValue

from core.clock import day_starts, now, village_day
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, dated
from services.access import PRACTISE
from services.cases import rules
from services.cases.desk_views.blueprint import bp
from services.cases.desk_views.days import nobody
from services.cases.models import CaseKind
from services.cases.queries import figures, practice
from services.clinics.models import AppointmentStatus, PractitionerKind

MONTHS = 12  # finished ones: a month that goes on would tell by how it grows
A = AppointmentStatus
Table = Sequence[tuple[str, Sequence[int | None]]]


@bp.get("/figures", endpoint="figures")
@needs(PRACTISE)
def show() -> ResponseReturnValue:
    desk = practice.desk_of(current_actor().person)
    if desk.practitioner_id is None:
        return nobody()
    firsts = months_before(village_day(now()))
    months = [(day_starts(first), day_starts(after)) for first, after in firsts]
    names = [dated(first, "yMMM") for first, _after in firsts]
    came = figures.count_times(desk.practitioner_id, months)
    ended = figures.count_closed(desk.practitioner_id, months)
    kind = CaseKind.LEGAL_AID
    if desk.kind is PractitionerKind.COUNSELLOR:
        kind = CaseKind.COUNSELLING
    ways = (A.DONE, A.GUEST_ABSENT, A.CANCELLED)
    outcomes = rules.OUTCOMES_AT_DESK[kind]
    return page(
        "services/cases/practice/figures.html",
        held_heads=[_("接待过"), _("对方没来"), _("取消了")],
        held=table_of(names, lambda place: [came.get((place, each), 0) for each in ways]),
        closed_heads=[str(words) for words in outcomes.values()],
        closed=table_of(names, lambda place: [ended.get((place, each), 0) for each in outcomes]),
        least=rules.LEAST_SHOWN,
    )


def months_before(today: date) -> list[tuple[date, date]]:
    """Return for each finished month its first day and that of the next, the oldest first."""
    index = today.year * 12 + today.month - 1
    firsts = [date(each // 12, each % 12 + 1, 1) for each in range(index - MONTHS, index + 1)]
    return list(pairwise(firsts))


def table_of(names: Sequence[str], row: Callable[[int], Sequence[int]]) -> Table:
    """Return the months in which anything is shown, the newest first, and the sum of that last."""
    all_of = [(name, [rules.shown(each) for each in row(n)]) for n, name in enumerate(names)]
    rows = [each for each in reversed(all_of) if any(count is not None for count in each[1])]
    sums = [rules.total_of(column) for column in zip(*(each for _name, each in rows), strict=True)]
    return [*rows, (_("看得到的加起来"), sums)] if rows else []
