"""What phones tell about learning, as JSON: taken in once, in whatever order it comes."""

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.errors import Refused
from core.web.guard import current_actor, needs
from core.words import _
from training.access import LEARN
from training.learning.operations.studying import take_in
from training.learning.queries.studying import Studying
from training.learning.rules.lessons import end_of, is_played, may_say_done
from training.learning.rules.progress import Told, read_events
from training.learning.views.blueprint import find_mine
from training.learning.views.blueprint import lessons_bp as bp


@bp.post("/progress")
@needs(LEARN, of=find_mine)
def progress(mine: Studying) -> ResponseReturnValue:
    """Take in what a phone tells, all of it or nothing, and answer how the lesson stands.

    `enrolment` says whose learning the phone has noted down: what somebody else has left in it
    is not put down as this person's.
    """
    at = now()
    try:
        told = read(request.get_json(silent=True), mine)
    except ValueError:
        return jsonify(said=_("看不懂，什么也没记")), 400
    try:
        with writing():
            stands, known = take_in(mine.enrolment, mine.lesson, told, by=current_actor(), at=at)
            facts = {
                "position": stands.position,
                "credit": stands.credit,
                "done": stands.done_at is not None,
                "taken": sorted(known),
            }
    except Refused as refused:
        return jsonify(said=refused.reason), 409
    return jsonify(facts)


def read(given: Any, mine: Studying) -> list[Told]:
    """Read the message; raise ValueError where it makes no sense, or is another's."""
    if not isinstance(given, dict) or set(given) != {"enrolment", "events"}:
        raise ValueError("an object of two fields")
    if type(given["enrolment"]) is not int or given["enrolment"] != mine.enrolment.id:
        raise ValueError("the enrolment of who is signed in")
    lesson = mine.lesson
    may, plays = may_say_done(lesson), is_played(lesson)
    return read_events(given["events"], end=end_of(lesson), may_say_done=may, plays=plays)
