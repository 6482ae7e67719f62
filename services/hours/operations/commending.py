"""Proposing to commend a volunteer, with figures nobody can choose, and the upper branch's word."""

from datetime import date, datetime

from core.access import Actor
from core.accounts.queries import take_turns
from core.branches.models import Branch
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.sponsorship.queries import leaders_of
from core.transition import move
from core.words import _
from services.hours.models import Commendation
from services.hours.operations import events
from services.hours.queries.ledger import figure_of
from services.hours.queries.proposals import has_open_proposal
from services.hours.rules import words as rules

TABLE = Commendation.__tablename__


def propose(
    branch: Branch,
    person_id: int,
    *,
    first: date,
    last: date,
    words: str,
    by: Actor,
    at: datetime,
) -> Commendation:
    """Propose to commend somebody for what the branch's ledger says they did in this time."""
    if first > last or last > village_day(at):
        raise Refused(_("请选一段已经过去的时间，结束日期最晚是今天"), field="last")
    if not words:
        raise Refused(_("请写几句，做了什么事"), field="words")
    take_turns(person_id)
    figure = figure_of(person_id, branch_id=branch.id, first=first, last=last)
    refuse_if(
        rules.why_not_propose(
            person_id,
            figure.parts.total,
            has_parent=branch.parent_id is not None,
            is_open=has_open_proposal(branch.id, person_id),
            by=by.person,
        )
    )
    made = Commendation(
        branch_id=branch.id,
        person_id=person_id,
        first=first,
        last=last,
        minutes=figure.parts.total,
        served=figure.served,
        words=words,
        proposed_by=by.person,
        proposed_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("propose", TABLE, made.id, by=by, at=at, became=str(made.minutes))
    if branch.parent_id is not None:
        people = leaders_of(branch.parent_id, at=at) - {person_id}
        url = f"/desk/{branch.parent_id}/hours?tab=commendations"
        events.tell_of_commendation(people, made, "commendation_asked", url, at=at, facts={})
    return made


def answer(
    commendation: Commendation, *, agreed: bool, words: str, by: Actor, at: datetime
) -> None:
    """Agree to the proposal, or return it with why."""
    if not agreed and not words:
        raise Refused(_("请写为什么退回"), field="words")
    refuse_if(
        rules.why_not_answer_commendation(
            commendation.person_id, commendation.proposed_by, by=by.person
        )
    )
    said = {"answered_by": by.person, "answered_at": at, "answer": words}
    action = "agree" if agreed else "return"
    move(commendation, rules.COMMENDATION, action, by=by, at=at, also=said)
    if agreed:
        whom, event, url = commendation.person_id, "commended", "/hours"
        facts = {"words": commendation.words}
    else:
        whom, event = commendation.proposed_by, "commendation_returned"
        url = f"/desk/{commendation.branch_id}/hours?tab=commendations"
        facts = {"why": words}
    events.tell_of_commendation([whom], commendation, event, url, at=at, facts=facts)
