"""Qualifications at the branch's desk: put down from a paper, and revoked."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.operations import who_is_meant
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.db import writing
from core.house import MenuEntry
from core.qualifications import access, operations, queries, rules
from core.qualifications.forms import RecordForm, RevokeForm
from core.qualifications.models import Qualification, QualificationKind
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l

bp = Blueprint("qualifications_desk", __name__, url_prefix="/desk/<int:branch_id>/qualifications")
MENU = (
    MenuEntry(
        place="desk",
        title=_l("资格证书"),
        endpoint="qualifications_desk.home",
        order=44,
        icon="award",
        when=access.in_office,
    ),
)


@bp.get("/")
@needs(access.READ, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    given = request.args.get("after")
    rows = queries.list_recorded(branch.id, after=key_of(given) if given is not None else None)
    shown = rows[: queries.PAGE]
    return page(
        "core/qualifications/desk_home.html",
        branch=branch,
        rows=shown,
        next_id=shown[-1].id if len(rows) > queries.PAGE else None,
        may_revoke=access.REVOKE.granted(current_actor(), branch),
        kinds=rules.KINDS,
        state_of=state_today,
        why_not=rules.why_not_revoke,
    )


def state_today(each: Qualification) -> tuple[str, str]:
    return rules.state_of(
        each.valid_from,
        each.valid_until,
        is_revoked=each.revoked_at is not None,
        today=village_day(now()),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(access.RECORD, of=find_open_branch)
def record(branch: Branch) -> ResponseReturnValue:
    form, at = RecordForm(), now()

    def do() -> str:
        made = operations.record(
            branch,
            who_is_meant(branch.id, form.who.data),
            operations.Certificate(
                kind=QualificationKind(form.kind.data),
                number=form.number.data,
                issuer=form.issuer.data,
                valid_from=form.valid_from.data,
                valid_until=form.valid_until.data,
            ),
            by=current_actor(),
            at=at,
        )
        return str(made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("登记好了，并告诉了本人"))
            return redirect(url_for(".home", branch_id=branch.id))
    return page("core/qualifications/desk_record.html", branch=branch, form=form)


@bp.route("/<int:qualification_id>/revoke", methods=["GET", "POST"])
@needs(access.REVOKE, of=queries.find_qualification)
def revoke(qualification: Qualification) -> ResponseReturnValue:
    form = RevokeForm()
    back = url_for(".home", branch_id=qualification.branch_id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.revoke(
                    qualification, reason=form.reason.data, by=current_actor(), at=now()
                )
            flash(_("撤销了，并告诉了本人"))
            return redirect(back)
    return page(
        "core/qualifications/desk_revoke.html",
        qualification=qualification,
        kind=rules.KINDS[qualification.kind],
        state=state_today(qualification),
        why_not=rules.why_not_revoke(qualification.source),
        back_to=back,
        form=form,
    )
