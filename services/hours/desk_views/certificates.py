"""Certificates that were asked for: issued by one tap, or declined with a reason."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.clock import now
from core.db import db, writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import CERTIFY_HOURS
from services.hours.desk_views import home
from services.hours.desk_views.blueprint import bp
from services.hours.forms import DeclineForm, StepForm
from services.hours.operations import certifying
from services.hours.queries import requests
from services.hours.queries.requests import AtDesk
from services.hours.rules import words


def find_asked(branch_id: int, request_id: int) -> AtDesk | None:
    """Return the request as it lies at this desk now, or None."""
    return requests.find_at_desk(branch_id, request_id, at=now())


@bp.post("/hours/certificates/<int:request_id>/issue")
@needs(CERTIFY_HOURS, of=find_asked)
def issue(asked: AtDesk) -> ResponseReturnValue:
    """Issue what was asked for, with the ledger's figures of this moment."""
    form, at = StepForm(), now()

    def do() -> str:
        return certifying.issue_asked(asked.request, by=current_actor(), at=at).number

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                number = form.once(do, at=at)
            flash(_("开好了，编号 %(number)s，本人会收到消息", number=number))
            return redirect(back_to(asked))
    return home.show(db.session.get_one(Branch, asked.branch_id), form, tab=home.CERTIFICATES)


@bp.route("/hours/certificates/<int:request_id>/decline", methods=["GET", "POST"])
@needs(CERTIFY_HOURS, of=find_asked)
def decline(asked: AtDesk) -> ResponseReturnValue:
    """Say why there is no certificate."""
    form, at, found = DeclineForm(), now(), asked.request

    def do() -> str:
        certifying.decline(found, form.why.data, by=current_actor(), at=at)
        return "declined"

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("没有开，原因告诉了本人"))
            return redirect(back_to(asked))
    is_over = found.issued_at is not None or found.ended_at is not None
    why_not = words.why_not_decline(found.person_id, by=current_actor().person)
    return page(
        "services/hours/desk/decline.html",
        asked=found,
        form=form,
        why_not=_("已经开好了，或者已经答复过了") if is_over else why_not,
        back_to=back_to(asked),
    )


def back_to(asked: AtDesk) -> str:
    return url_for(".home", branch_id=asked.branch_id, tab=home.CERTIFICATES)
