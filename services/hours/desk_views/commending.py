"""The upper branch's answer to a proposal to commend somebody."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import COMMEND
from services.hours.desk_views.blueprint import bp
from services.hours.forms import CommendationAnswerForm
from services.hours.models import Commendation, CommendationStatus
from services.hours.operations import commending
from services.hours.queries import proposals
from services.hours.rules import words


class Came:
    """A proposal from below, at the desk of the branch that answers it."""

    def __init__(self, branch_id: int, commendation: Commendation) -> None:
        self.branch_id, self.commendation = branch_id, commendation


def find_came(branch_id: int, commendation_id: int) -> Came | None:
    """Return the proposal if it came from right below this branch, else None."""
    found = proposals.find_to_answer(branch_id, commendation_id)
    return Came(branch_id, found) if found else None


@bp.route("/hours/commendations/<int:commendation_id>", methods=["GET", "POST"])
@needs(COMMEND, of=find_came)
def commendation(came: Came) -> ResponseReturnValue:
    form, at, actor = CommendationAnswerForm(), now(), current_actor()
    found = came.commendation
    back = url_for(".home", branch_id=came.branch_id, tab="commendations")

    def do() -> str:
        agreed = form.agreed.data == "yes"
        commending.answer(found, agreed=agreed, words=form.words.data, by=actor, at=at)
        return str(found.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(do), at=at)
            flash(_("答复好了"))
            return redirect(back)
    is_open = found.status is CommendationStatus.PROPOSED
    return page(
        "services/hours/desk/commendation.html",
        commendation=found,
        form=form,
        back_to=back,
        is_open=is_open,
        why_not=words.why_not_answer_commendation(
            found.person_id, found.proposed_by, by=actor.person
        ),
        words=words,
    )
