"""Lessons without a network: a bare page to keep in the phone, and what shows it there."""

from flask import Blueprint, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from core.web.guard import needs, public
from training.access import LEARN
from training.learning.queries.studying import Studying
from training.learning.rules.lessons import may_say_done
from training.learning.views.blueprint import find_mine
from training.learning.views.blueprint import lessons_bp as bp
from training.learning.views.lesson import of_lesson

worker_bp = Blueprint("offline", __name__)


@bp.get("/offline")
@needs(LEARN, of=find_mine)
def offline(mine: Studying) -> ResponseReturnValue:
    """Show the lesson bare: its text and pictures, and nobody's name."""
    said = may_say_done(mine.lesson)
    answer = make_response(
        render_template("training/learning/offline.html", may_say_done=said, **of_lesson(mine))
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@worker_bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """Send the service worker from the root, by the same address for ever; it is looked at anew."""
    answer = make_response(current_app.view_functions["static"]("js/worker.js"))
    answer.headers["Cache-Control"] = "no-cache"
    return answer
