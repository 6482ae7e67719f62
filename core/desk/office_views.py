"""Offices at the desk: given, prolonged, stood in for, ended, handed over."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from core.branches import access, operations, queries, rules
from core.branches.actors import find_actor
from core.branches.models import Branch, OfficeRole, OfficeTerm
from core.clock import now, village_day
from core.db import writing
from core.desk.forms import AppointForm, ExtendForm, HandOverForm, StandInForm
from core.desk.queries import open_with
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _

bp = Blueprint("desk_offices", __name__, url_prefix="/desk/<int:branch_id>/offices")
OPEN = "open"  # a term without a last day


def may_give(branch: Branch, role: str) -> bool:
    """Tell whether the person asking gives this office in the branch."""
    return rules.may_name(role, branch_id=branch.id, parent_id=branch.parent_id, by=current_actor())


@bp.get("")
@needs(access.READ_OFFICES, of=queries.find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    actor = current_actor()
    terms = queries.list_live_terms(branch.id)
    held = {term.role for term in terms if not term.stands_in_for_id}
    own = access.READ_DESK.granted(actor, branch)
    return page(
        "core/desk/offices.html",
        branch=branch,
        own=own,
        today=village_day(now()),
        entries=[
            {
                "term": term,
                "title": operations.office_title(term),
                "name": term.person.name if own else rules.public_name(term.person.name),
                "may_change": may_change(term),
                "may_stand_in": not term.stands_in_for_id
                and rules.may_stand_in(
                    term.role,
                    term.person_id,
                    branch_id=branch.id,
                    parent_id=branch.parent_id,
                    by=actor,
                ),
                "mine": term.person_id == actor.id,
            }
            for term in terms
        ],
        vacant=[(role, rules.ROLES[role]) for role in OfficeRole if role not in held],
        may_appoint=[role for role in OfficeRole if role not in held and may_give(branch, role)],
    )


def may_change(term: OfficeTerm) -> bool:
    """Tell whether the person asking may prolong or end this term."""
    return operations.why_not_change(term, by=current_actor()) is None


@bp.route("/new", methods=["GET", "POST"])
@needs(access.NAME_OFFICER, of=queries.find_open_branch, fresh=True)
def appoint(branch: Branch) -> ResponseReturnValue:
    form, at = AppointForm(), now()
    form.role.choices = [
        SelectChoice(role.value, rules.ROLES[role]) for role in OfficeRole if may_give(branch, role)
    ]
    if not form.is_submitted():
        form.since.data = village_day(at)

    def do() -> str:
        person = operations.who_is_meant(branch.id, form.who.data)
        term = operations.appoint(
            branch,
            person,
            OfficeRole(form.role.data),
            since=form.since.data,
            until=form.until.data,
            by=current_actor(),
            at=at,
        )
        return str(term.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("任命好了，并告诉了本人"))
            return redirect(url_for(".home", branch_id=branch.id))
    return page("core/desk/appoint.html", branch=branch, form=form)


@bp.route("/<int:term_id>/stand-in", methods=["GET", "POST"])
@needs(access.CHANGE_TERM, of=queries.find_term, fresh=True)
def stand_in(term: OfficeTerm) -> ResponseReturnValue:
    form, at = StandInForm(), now()
    if not form.is_submitted():
        form.since.data = village_day(at)

    def do() -> str:
        person = operations.who_is_meant(term.branch_id, form.who.data)
        acting = operations.stand_in(
            term,
            person,
            since=form.since.data,
            until=form.until.data,
            by=current_actor(),
            at=at,
        )
        return str(acting.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("安排好了，并告诉了代理的人"))
            return redirect(url_for(".home", branch_id=term.branch_id))
    return page(
        "core/desk/stand_in.html", term=term, title=operations.office_title(term), form=form
    )


@bp.route("/<int:term_id>/extend", methods=["GET", "POST"])
@needs(access.CHANGE_TERM, of=queries.find_term)
def extend(term: OfficeTerm) -> ResponseReturnValue:
    form = ExtendForm(until=term.until)
    if not form.is_submitted():
        form.seen.data = term.until.isoformat() if term.until else OPEN
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.extend_term(
                    term,
                    until=form.until.data,
                    seen=_day(form.seen.data),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("任期改好了"))
            return redirect(url_for(".home", branch_id=term.branch_id))
    return page("core/desk/extend.html", term=term, title=operations.office_title(term), form=form)


@bp.post("/<int:term_id>/end")
@needs(access.CHANGE_TERM, of=queries.find_term)
def end(term: OfficeTerm) -> ResponseReturnValue:
    branch = term.branch
    with writing():
        operations.end_term(term, by=current_actor(), at=now())
    flash(_("职务已结束，并告诉了本人"))
    return redirect(_on(branch))


@bp.route("/<int:term_id>/hand-over", methods=["GET", "POST"])
@needs(access.CHANGE_TERM, of=queries.find_term, fresh=True)
def hand_over(term: OfficeTerm) -> ResponseReturnValue:
    form, at = HandOverForm(), now()
    branch = term.branch

    def do() -> str:
        successor = operations.who_is_meant(branch.id, form.who.data)
        new = operations.hand_over(
            term, to=successor, until=form.until.data, by=current_actor(), at=at
        )
        return str(new.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("交接好了，两边都收到了消息"))
            return redirect(_on(branch))
    own = term.person_id == current_actor().id or access.READ_DESK.granted(current_actor(), term)
    return page(
        "core/desk/hand_over.html",
        term=term,
        title=operations.office_title(term),
        name=term.person.name if own else rules.public_name(term.person.name),
        form=form,
        own=own,
        may_give=may_give(branch, term.role),
        parent=queries.find_branch(branch.parent_id) if branch.parent_id else None,
        left=open_with(term, at=at),
    )


def _day(text: str) -> date | None:
    """Read the last day that the form was shown with."""
    try:
        return None if text == OPEN else date.fromisoformat(text)
    except ValueError:
        abort(400)


def _on(branch: Branch) -> str:
    """Return where one may still go after this: one's own office may be what has ended."""
    actor = find_actor(current_actor().id, at=now())
    if actor is not None and access.READ_OFFICES.granted(actor, branch):
        return url_for(".home", branch_id=branch.id)
    return url_for("branches.show", branch_id=branch.id)
