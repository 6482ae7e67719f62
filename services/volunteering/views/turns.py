"""Answering what one is asked in turn: yes, or no without a reason."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.guard import current_actor, needs
from core.words import _
from services.access import ANSWER
from services.volunteering.forms import SignForm
from services.volunteering.models import Turn
from services.volunteering.operations import turns as operations
from services.volunteering.queries.turns import find_turn
from services.volunteering.views.blueprint import bp
from services.volunteering.views.mine import shown


@bp.post("/offers/<int:turn_id>/accept")
@needs(ANSWER, of=find_turn)
def accept(turn: Turn) -> ResponseReturnValue:
    by, at = current_actor(), now()

    def yes(form: SignForm) -> object:
        return operations.accept(turn, of_age=form.of_age.data, by=by, at=at)

    return answered(yes, _("太好了，谢谢您。已经放进您的班次里"))


@bp.post("/offers/<int:turn_id>/decline")
@needs(ANSWER, of=find_turn)
def decline(turn: Turn) -> ResponseReturnValue:
    at = now()
    return answered(lambda _form: operations.decline(turn, at=at), _("知道了，没关系"))


def answered(answer: Callable[[SignForm], object], said: str) -> ResponseReturnValue:
    """Take the answer in one transaction, once for the form; a refusal stands above my shifts."""
    form, at = SignForm(), now()

    def do() -> str:
        answer(form)
        return url_for(".mine")

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(said)
            return redirect(url_for(".mine"))
    return shown(form)
