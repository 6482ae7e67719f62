"""What officers do with licences they have seen."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.models import Person
from core.branches.models import Branch
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from services.volunteering.models import Licence
from services.volunteering.operations.fitting import let_go_unfit
from services.volunteering.operations.task_events import tell_licence
from services.volunteering.operations.volunteers import look_again
from services.volunteering.queries.signups import list_asking_for
from services.volunteering.queries.volunteers import is_known
from services.volunteering.rules import licences as rules
from services.volunteering.rules.words import LICENCES

TABLE = Licence.__tablename__


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands on the licence."""

    kind: str
    number: str
    valid_until: date | None


def see(branch: Branch, person: Person, paper: Paper, *, by: Actor, at: datetime) -> Licence:
    """Put down a licence that an officer has seen; what asks for it is open to its holder."""
    refuse_if(rules.why_not_see(person.id, by=by.id), field="who")
    if paper.kind not in LICENCES:
        raise Refused(_("请从列表里选"), field="kind")
    if not paper.number:
        raise Refused(_("请照证件写编号"), field="number")
    refuse_if(rules.why_not_valid(paper.valid_until, today=village_day(at)), field="valid_until")
    if is_known(person.id, paper.kind, paper.number):
        raise Refused(_("这张证已经登记过了"), field="number")
    made = Licence(
        person_id=person.id,
        kind=paper.kind,
        number=paper.number,
        valid_until=paper.valid_until,
        branch_id=branch.id,
        seen_by=by.id,
        seen_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("see_licence", TABLE, made.id, by=by, at=at, became=paper.kind)
    look_again(at=at)
    tell_licence(made, "volunteering.licence_seen", branch=branch.name, at=at)
    return made


def remove(licence: Licence, *, branch: str, by: Actor, at: datetime) -> None:
    """Strike a licence out; the holder hears of it, and is taken out of shifts that ask for it."""
    step = update(Licence).where(Licence.id == licence.id, Licence.removed_at.is_(None))
    if not changed(step.values(removed_at=at)):
        raise Refused(_("这张证已经划掉了"))
    record("remove_licence", TABLE, licence.id, by=by, at=at, was=licence.kind)
    tell_licence(licence, "volunteering.licence_removed", branch=branch, at=at)
    asking = list_asking_for(licence.kind, of=licence.person_id, at=at)
    let_go_unfit(asking, only=licence.person_id, by=by, at=at)
