"""Households in hardship, at the desk of their branch and nowhere else."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.db import writing
from core.house import MenuEntry
from core.qualifications.access import in_office
from core.sponsorship.queries import housemates_of
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l
from shop.access import KEEP_HARDSHIP, READ_HARDSHIPS
from shop.hands import operations, queries, rules
from shop.hands.forms import EndForm, HardshipForm
from shop.hands.models import Hardship

bp = Blueprint("hardships_desk", __name__, url_prefix="/desk/<int:branch_id>/hardships")
MENU = (
    MenuEntry(
        place="desk",
        title=_l("有难处的农户"),
        endpoint="hardships_desk.home",
        order=47,
        icon="person-heart",
        when=in_office,
    ),
)
STATES = {"live": _l("登记着的"), "over": _l("结束的")}


@bp.get("")
@needs(READ_HARDSHIPS, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    state, given = request.args.get("state", "live"), request.args.get("after")
    if state not in STATES:
        abort(404)
    after = key_of(given) if given is not None else None
    rows = queries.list_at_desk(branch.id, over=state == "over", after=after)
    shown = rows[: queries.PAGE]
    return page(
        "shop/hands/desk_home.html",
        branch=branch,
        state=state,
        states=STATES,
        rows=shown,
        next_id=shown[-1].id if len(rows) > queries.PAGE else None,
        today=village_day(now()),
        rules=rules,
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(KEEP_HARDSHIP, of=find_open_branch)
def record(branch: Branch) -> ResponseReturnValue:
    form, at = HardshipForm(), now()
    if not form.is_submitted():
        form.since.data = village_day(at)

    def do() -> str:
        producer = operations.household_meant(branch, form.who.data)
        made = operations.record(branch, producer, form.found(), by=current_actor(), at=at)
        return str(made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("登记好了，并告诉了这一户"))
            return redirect(url_for(".home", branch_id=branch.id))
    return page("shop/hands/desk_record.html", branch=branch, form=form)


@bp.route("/<int:hardship_id>/end", methods=["GET", "POST"])
@needs(KEEP_HARDSHIP, of=queries.find_hardship)
def end(hardship: Hardship) -> ResponseReturnValue:
    form, at, by = EndForm(), now(), current_actor()
    branch_id = hardship.branch_id

    def do() -> str:
        operations.end(hardship, why=form.why.data, by=by, at=at)
        return str(hardship.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("结束了，并告诉了这一户"))
            return redirect(url_for(".home", branch_id=branch_id))
    responsible = hardship.producer.responsible_id
    return page(
        "shop/hands/desk_end.html",
        hardship=hardship,
        form=form,
        why_not=rules.why_not_keep(
            by.id, responsible_id=responsible, housemates=housemates_of([responsible])
        ),
        rules=rules,
    )
