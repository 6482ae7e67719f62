"""Villagers at the desk: found, entered, helped to their account."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.rules import masked_phone, normal_phone
from core.branches import access, operations, queries, rules
from core.branches.models import Branch
from core.branches.queries import Neighbour
from core.branches.queries.people import PAGE
from core.clock import now
from core.db import writing
from core.desk.forms import EnterForm, MoveForm, NumberForm, SettleForm
from core.desk.queries import phone_is_open
from core.errors import Refused
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _

bp = Blueprint("desk_people", __name__, url_prefix="/desk/<int:branch_id>/people")


@bp.get("")
@needs(access.READ_DESK, of=queries.find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    text = request.args.get("q", "")[:60].strip()
    after = _after(branch.id, request.args.get("after"))
    rows = queries.list_people(branch.id, text=text, after=after)
    shown = rows[:PAGE]
    return page(
        "core/desk/people.html",
        branch=branch,
        text=text,
        rows=shown,
        next_id=shown[-1].id if len(rows) > PAGE else None,
        villages=queries.villages_of(branch.id),
    )


def _after(branch_id: int, given: str | None) -> tuple[str, int] | None:
    """Return the last line of the page before; what is no line is a page that does not exist."""
    if given is None:
        return None
    last = queries.find_neighbour(branch_id, key_of(given)) or abort(404)
    return last.person.name_key, last.id


@bp.route("/new", methods=["GET", "POST"])
@needs(access.ENTER_PERSON, of=queries.find_open_branch)
def enter(branch: Branch) -> ResponseReturnValue:
    form, at = EnterForm(), now()
    form.offer(queries.villages_of(branch.id))

    def do() -> str:
        unit = queries.find_unit_of(branch.id, form.unit.data) or abort(404)
        person = operations.enter_resident(
            unit,
            name=form.name.data,
            phone=form.phone.data or None,
            household=form.household.data or "",
            consent_note=form.consent.data,
            another=form.another.data,
            by=current_actor(),
            at=at,
        )
        return url_for(".show", branch_id=branch.id, person_id=person.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("登记好了"))
            return redirect(where)
    return page("core/desk/enter.html", branch=branch, form=form, namesake=_namesake(form))


def _namesake(form: EnterForm) -> bool:
    """Tell whether to ask if it is another person of the same name."""
    return bool(form.another.errors or form.another.data)


@bp.route("/settle", methods=["GET", "POST"])
@needs(access.ENTER_PERSON, of=queries.find_open_branch)
def settle(branch: Branch) -> ResponseReturnValue:
    form, at = SettleForm(), now()
    form.offer(queries.villages_of(branch.id))

    def do() -> str:
        unit = queries.find_unit_of(branch.id, form.unit.data) or abort(404)
        person = operations.settle_known(
            unit,
            phone=_number(form.phone.data),
            household=form.household.data or "",
            by=current_actor(),
            at=at,
        )
        return url_for(".show", branch_id=branch.id, person_id=person.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("登记好了"))
            return redirect(where)
    return page("core/desk/settle.html", branch=branch, form=form)


def _number(text: str) -> str:
    try:
        return normal_phone(text)
    except ValueError as error:
        raise Refused(str(error), field="phone") from None


@bp.get("/<int:person_id>")
@needs(access.READ_PERSON, of=queries.find_neighbour)
def show(neighbour: Neighbour) -> ResponseReturnValue:
    actor, person = current_actor(), neighbour.person
    is_open = bool(person.phone) and phone_is_open(person, by=actor, at=now())
    phone = person.phone if is_open or not person.phone else masked_phone(person.phone)
    return page(
        "core/desk/person.html",
        neighbour=neighbour,
        person=person,
        branch_id=neighbour.branch_id,
        phone=phone or "",
        phone_is_open=is_open,
        status=rules.STATUSES[neighbour.membership.status] if neighbour.membership else "",
        own=person.id == actor.id,
        no_slip=operations.why_not_print(person, by=actor, at=now()),
        may_add=access.ADD_MEMBER.granted(actor, neighbour) and not neighbour.membership,
    )


@bp.post("/<int:person_id>/phone")
@needs(access.HELP_PERSON, of=queries.find_neighbour)
def open_phone(neighbour: Neighbour) -> ResponseReturnValue:
    with writing():
        operations.open_phone(neighbour.person, by=current_actor(), at=now())
    return redirect(_page_of(neighbour))


@bp.route("/<int:person_id>/number", methods=["GET", "POST"])
@needs(access.HELP_PERSON, of=queries.find_neighbour)
def number(neighbour: Neighbour) -> ResponseReturnValue:
    form = NumberForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.confirm_number(
                    neighbour.person, phone=_number(form.phone.data), by=current_actor(), at=now()
                )
            flash(_("号码当面确认好了"))
            return redirect(_page_of(neighbour))
    return page("core/desk/number.html", neighbour=neighbour, form=form)


@bp.post("/<int:person_id>/code")
@needs(access.HELP_PERSON, of=queries.find_neighbour, fresh=True)
def print_code(neighbour: Neighbour) -> ResponseReturnValue:
    """Show the code on a page to print, this once: it is stored nowhere."""
    at = now()
    with writing():
        code = operations.print_code(neighbour.person, by=current_actor(), at=at)
    return page(
        "core/desk/code.html",
        branch=queries.find_branch(neighbour.branch_id),
        neighbour=neighbour,
        person=neighbour.person,
        code=code,
        until=at + operations.CODE_LASTS,
    )


@bp.route("/<int:person_id>/home", methods=["GET", "POST"])
@needs(access.ENTER_PERSON, of=queries.find_neighbour)
def move(neighbour: Neighbour) -> ResponseReturnValue:
    resident = neighbour.resident
    form = MoveForm(
        unit=resident.unit_id if resident else None,
        household=resident.household.number if resident and resident.household else "",
    )
    form.offer(queries.villages_of(neighbour.branch_id))
    if not form.is_submitted():
        form.seen.data = operations.place_of(resident)
    if form.validate_on_submit():
        unit = queries.find_unit_of(neighbour.branch_id, form.unit.data) or abort(404)
        with form.refusals():
            with writing():
                operations.settle_here(
                    neighbour.person,
                    unit,
                    form.household.data or "",
                    seen=form.seen.data,
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了"))
            return redirect(_page_of(neighbour))
    return page("core/desk/move_home.html", neighbour=neighbour, form=form)


@bp.post("/<int:person_id>/leave")
@needs(access.ENTER_PERSON, of=queries.find_neighbour)
def leave(neighbour: Neighbour) -> ResponseReturnValue:
    resident, branch_id = neighbour.resident or abort(404), neighbour.branch_id
    with writing():
        operations.leave_village(resident, by=current_actor(), at=now())
    flash(_("已从村里迁出，账号还在"))
    return redirect(url_for(".home", branch_id=branch_id))


@bp.post("/<int:person_id>/member")
@needs(access.ADD_MEMBER, of=queries.find_neighbour)
def add_member(neighbour: Neighbour) -> ResponseReturnValue:
    with writing():
        branch = queries.find_open_branch(neighbour.branch_id) or abort(404)
        operations.add_member(branch, neighbour.person, by=current_actor(), at=now())
    flash(_("已登记为党员，并告诉了本人"))
    return redirect(_page_of(neighbour))


def _page_of(neighbour: Neighbour) -> str:
    return url_for(".show", branch_id=neighbour.branch_id, person_id=neighbour.id)
