"""The roll of hours: per person and month, by name; whoever wants a figure looks a person up."""

import re
from calendar import monthrange
from datetime import date, datetime
from functools import partial

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.models import Person
from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.db import db, writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import COMMEND, READ_HOURS
from services.hours.desk_views.blueprint import bp
from services.hours.forms import CommendForm
from services.hours.operations import commending
from services.hours.queries import ledger, proposals
from services.hours.rules import words

MONTH = re.compile(r"(?P<year>20[0-9]{2})-(?P<month>0[1-9]|1[0-2])", re.ASCII)


class Known:
    """Somebody who has hours in the ledger of a branch."""

    def __init__(self, branch: Branch, person: Person) -> None:
        self.branch, self.person = branch, person
        self.branch_id = branch.id


@bp.get("/hours/people")
@needs(READ_HOURS, of=find_open_branch)
def people(branch: Branch) -> ResponseReturnValue:
    today = village_day(now())
    first = month_in(request.args.get("month"), today=today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    given = request.args.get("after")
    after = ledger.find_place(key_of(given)) if given is not None else None
    found = ledger.roll_of(branch.id, first, last, after=after)
    rows = found[: ledger.PAGE]
    return page(
        "services/hours/desk/people.html",
        branch=branch,
        rows=rows,
        next_id=rows[-1].person_id if len(found) > ledger.PAGE else None,
        first=first,
        earlier=month_before(first),
        later=month_after(first) if month_after(first) <= today else None,
        spelt=words.spelt,
    )


def month_in(given: str | None, *, today: date) -> date:
    """Return the first day of the month that is asked for, this one without."""
    if given is None:
        return today.replace(day=1)
    found = MONTH.fullmatch(given) or abort(404)
    return date(int(found["year"]), int(found["month"]), 1)


def month_before(first: date) -> date:
    return first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)


def month_after(first: date) -> date:
    return first.replace(year=first.year + (first.month == 12), month=first.month % 12 + 1)  # noqa: PLR2004


def find_known(branch_id: int, person_id: int) -> Known | None:
    """Return the person if the branch has recorded hours of theirs, else None."""
    branch = find_open_branch(branch_id)
    if branch is None or not ledger.has_hours(person_id, branch_id):
        return None
    return Known(branch, db.session.get_one(Person, person_id))


@bp.route("/hours/people/<int:person_id>", methods=["GET", "POST"])
@needs(COMMEND, of=find_known)
def person(known: Known) -> ResponseReturnValue:
    """Show one person's figures, and propose to commend them from just these."""
    form, at, actor = CommendForm(), now(), current_actor()
    branch, person = known.branch, known.person
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(propose, known, form, at), at=at)
            flash(_("建议交给上级支部了"))
            return redirect(url_for(".home", branch_id=branch.id, tab="commendations"))
    today = village_day(at)
    if not form.is_submitted():
        form.first.data, form.last.data = today.replace(month=1, day=1), today
    whole = ledger.figure_of(person.id, branch_id=branch.id)
    return page(
        "services/hours/desk/person.html",
        branch=branch,
        person=person,
        months=ledger.months_in(person.id, branch.id),
        whole=whole,
        form=form,
        why_not=words.why_not_propose(
            person.id,
            whole.parts.total,
            has_parent=branch.parent_id is not None,
            is_open=proposals.has_open_proposal(branch.id, person.id),
            by=actor.person,
        ),
        spelt=words.spelt,
    )


def propose(known: Known, form: CommendForm, at: datetime) -> str:
    made = commending.propose(
        known.branch,
        known.person.id,
        first=form.first.data,
        last=form.last.data,
        words=form.words.data,
        by=current_actor(),
        at=at,
    )
    return str(made.id)
