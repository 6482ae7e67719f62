"""Breaking the glass: asked for by one of a clinic, agreed to by another, told to the client."""

from datetime import datetime

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from services.cases import queries, rules
from services.cases.models import Case, GlassBreaking
from services.cases.operations.safekeeping import put_in
from services.cases.operations.telling import tell, tell_others
from services.cases.queries import glass

TABLE = Case.__tablename__


def ask_to_break(case: Case, reason: str, *, by: Actor, at: datetime) -> GlassBreaking:
    """Ask for a second person's word that the safe must be opened; the client hears of it."""
    known, latest = queries.known_of(case, at=at), glass.find_latest(case.id)
    is_of_clinic = glass.is_of_clinic(by.id, case.clinic_id, at=at)
    asking = glass.as_asked(latest) if latest else None
    refuse_if(
        rules.why_not_break(known, is_of_clinic=is_of_clinic, asking=asking, by=by, at=at),
        field="number",
    )
    _refuse_unsaid(reason)
    made = GlassBreaking(case_id=case.id, asked_by=by.id, asked_at=at)
    db.session.add(made)
    db.session.flush()
    put_in(case, {rules.field_of(made.id): reason.encode()})
    record("ask_to_break", TABLE, case.id, by=by, at=at)
    tell([case.client_id], case, "glass_asked", about=str(made.id), at=at)
    others = set(glass.list_people(case.clinic_id, at=at)) - {by.id, case.client_id}
    tell_others(others, made.id, at=at)
    return made


def second(breaking: GlassBreaking, case: Case, reason: str, *, by: Actor, at: datetime) -> None:
    """Agree as the second person, with a reason of one's own; the client hears of it.

    Both can open it for two hours from then on.
    """
    db.session.refresh(breaking)
    known, asking = queries.known_of(case, at=at), glass.as_asked(breaking)
    is_of_clinic = glass.is_of_clinic(by.id, case.clinic_id, at=at)
    refuse_if(rules.why_not_second(known, is_of_clinic=is_of_clinic, asking=asking, by=by, at=at))
    _refuse_unsaid(reason)
    # Of two who agree at once the safe takes one: a breaking has one second person.
    put_in(case, {rules.field_of(breaking.id, second=True): reason.encode()})
    breaking.seconded_by, breaking.seconded_at = by.id, at
    breaking.open_until = at + rules.GLASS_OPEN
    db.session.flush()
    record("break_glass", TABLE, case.id, by=by, at=at)
    tell([case.client_id], case, "glass_broken", about=str(breaking.id), at=at)


def _refuse_unsaid(reason: str) -> None:
    if not reason:
        raise Refused(_("请写清楚为什么必须打开"), field="reason")
    if len(reason) > rules.LONGEST_REASON:
        raise Refused(_("最多 %(most)s 个字", most=rules.LONGEST_REASON), field="reason")
