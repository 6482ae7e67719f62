"""What somebody does with the organiser that they keep."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.queries import take_turns
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.sponsorship import operations as sponsorship
from core.words import _
from training.courses.models import Organiser, Teacher
from training.courses.operations.showing import changed, shows_otherwise
from training.courses.queries.organisers import (
    Verification,
    count_kept,
    find_village,
    verification_of,
)
from training.courses.rules import organisers as rules
from training.courses.rules.organisers import Said
from training.courses.rules.words import KIND

TABLE = Organiser.__tablename__
CLOSED = "办课单位关了"  # read by the branch and by the teachers


def register(said: Said, *, by: Actor, at: datetime) -> Organiser:
    """Register an organiser and keep it; nothing of it is public yet."""
    take_turns(by.person)
    refuse_if(rules.why_not_another(count_kept(by.person)))
    values = asdict(_checked(said))
    organiser = Organiser(made_by=by.person, made_at=at, **values)
    db.session.add(organiser)
    db.session.flush()
    db.session.add(
        Teacher(organiser_id=organiser.id, person_id=by.person, is_keeper=True, since=at)
    )
    db.session.flush()
    record("register_organiser", TABLE, organiser.id, by=by, at=at, became=said.name)
    return organiser


def edit(organiser: Organiser, said: Said, *, version: int, by: Actor, at: datetime) -> None:
    """Change what the organiser says; raise `Overtaken` when somebody saved another meanwhile.

    Another village would be another branch, so it stays while one verifies.
    """
    if said.unit_id != organiser.unit_id:
        refuse_if(why_not_move(verification_of(organiser.id)), field="unit")
    values = asdict(_checked(said, stays=organiser.unit_id))
    was = organiser.name, organiser.unit_id
    step = (
        update(Organiser)
        .where(Organiser.id == organiser.id, Organiser.version == version)
        .where(Organiser.closed_at.is_(None))
        .values(version=version + 1, **values)
    )
    done = changed(step)
    db.session.refresh(organiser)
    if not done:
        _refuse_closed(organiser)
        theirs = said_by(organiser).written()
        raise Overtaken(_("您改的时候，另一处先存了一版"), theirs=theirs, mine=said.written())
    record("edit_organiser", TABLE, organiser.id, by=by, at=at, was=was[0], became=said.name)
    shows_otherwise(organiser.id, at=at)
    if (organiser.name, organiser.unit_id) != was:
        for hear in HOUSE.renamed:
            hear(KIND, organiser.id, at=at)


def said_by(organiser: Organiser) -> Said:
    """Return what the organiser says of itself now."""
    return Said(**{name: getattr(organiser, name) for name in Said.__annotations__})


def why_not_move(verification: Verification) -> str | None:
    """Say why an organiser cannot go to another village, or None."""
    if verification.branch_id is None:
        return None
    return _("支部正在核验或已经核验，先不能换村；要换，请先撤回或结束核验")


def why_not_close(organiser_id: int) -> str | None:
    """Say why the organiser cannot close now, or None."""
    return rules.why_not_close(sum(ask(KIND, organiser_id) for ask in HOUSE.open_work))


def close(organiser: Organiser, *, by: Actor, at: datetime) -> None:
    """Close the organiser for good: its courses go at once, and the branch hears of it.

    Whoever enrols at the same instant comes first, and then it stays open, or finds it closed.
    """
    db.session.execute(select(Organiser.id).where(Organiser.id == organiser.id).with_for_update())
    refuse_if(why_not_close(organiser.id))
    end(organiser, by=by, at=at)


def end(organiser: Organiser, *, by: Actor, at: datetime) -> None:
    """End an organiser and its verification, whoever is still learning."""
    verification = verification_of(organiser.id)
    if verification.under_way is not None:
        sponsorship.withdraw(verification.under_way, by=by, at=at)
    if verification.standing is not None:
        sponsorship.end(verification.standing, reason=CLOSED, by=by, at=at)
    step = update(Organiser).where(Organiser.id == organiser.id, Organiser.closed_at.is_(None))
    if not changed(step.values(closed_at=at, version=Organiser.version + 1)):
        raise Refused(_("这个单位已经关了"))
    record("close_organiser", TABLE, organiser.id, by=by, at=at, was=organiser.name)
    shows_otherwise(organiser.id, at=at)


def _refuse_closed(organiser: Organiser) -> None:
    if organiser.closed_at:
        raise Refused(_("这个单位已经关了"))


def _checked(said: Said, *, stays: int | None = None) -> Said:
    if wrong := rules.why_not_say(said):
        raise Refused(wrong[1], field=wrong[0])
    if said.unit_id != stays and find_village(said.unit_id) is None:
        raise Refused(_("请选一个村"), field="unit")
    return said
