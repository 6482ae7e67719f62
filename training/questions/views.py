"""Questions under one lesson: read by all who see it, asked by who learns it."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import actor_or_none, current_actor, needs, public, to_login
from core.words import _
from training.access import LEARN
from training.learning.queries.studying import Studying
from training.learning.views.blueprint import find_mine
from training.questions import operations, queries, rules
from training.questions.forms import AskForm
from training.questions.models import Question
from training.questions.queries.places import Place, find_place, of_learner

bp = Blueprint(
    "lesson_questions", __name__, url_prefix="/learn/<int:course_id>/<int:key>/questions"
)


@dataclass(frozen=True)
class Asked:
    """What stands of questions under a lesson itself."""

    newest: queries.Newest
    url: str
    may_ask: bool


def under(course_id: int, key: int, *, may_ask: bool) -> Asked:
    """Return the newest questions of a lesson, for the foot of its page."""
    url = url_for("lesson_questions.of", course_id=course_id, key=key)
    return Asked(queries.list_newest(course_id, key), url, may_ask)


@bp.get("")
@public
def of(course_id: int, key: int) -> ResponseReturnValue:
    actor = actor_or_none()
    place = find_place(course_id, key, actor=actor, at=now())
    if place is None:
        return to_login() if actor is None else abort(404)
    return shown(place)


def shown(place: Place, form: AskForm | None = None) -> ResponseReturnValue:
    """Show a page of questions; the form is there for who may ask."""
    given = request.args.get("after")
    after = None if given is None else key_of(given)
    course_id, key = place.course.id, place.lesson.key
    found = queries.list_page(course_id, key, after=after)
    rows = found[: queries.PAGE]
    why_not = why_not_ask(place)
    return page(
        "training/questions/of.html",
        course=place.course,
        lesson=place.lesson,
        where={"course_id": course_id, "key": key},
        teaches=place.teaches,
        learns=place.enrolment is not None,
        me=place.enrolment.person_id if place.enrolment else None,
        rows=rows,
        further=after is not None,
        next_id=rows[-1].id if len(found) > queries.PAGE else None,
        why_not=why_not,
        form=form or (AskForm(formdata=None) if why_not is None else None),
    )


def why_not_ask(place: Place) -> str | None:
    """Say why whoever reads cannot ask, or None; nothing to who does not learn here."""
    if place.enrolment is None:
        return ""
    person = place.enrolment.person_id
    waiting = queries.count_waiting(place.course.id, person_id=person, at=now())
    return rules.why_not_ask(place.enrolment.status, waiting=waiting)


@bp.post("")
@needs(LEARN, of=find_mine)
def ask(mine: Studying) -> ResponseReturnValue:
    form, at = AskForm(), now()
    of_it = url_for(".of", **mine.where)

    def do() -> str:
        operations.ask(mine, text=form.text.data, by=current_actor(), at=at)
        return of_it

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("问出去了，老师答了会告诉您"))
            return redirect(where)
    return shown(of_learner(mine.enrolment, mine.lesson.key) or abort(404), form)


@bp.post("/<int:question_id>/take-back")
@needs(LEARN, of=queries.find_under)
def take_back(question: Question) -> ResponseReturnValue:
    of_it = url_for(".of", course_id=question.course_id, key=question.lesson_key)
    with writing():
        operations.take_back(question, by=current_actor(), at=now())
    flash(_("收回了，别人看不到了"))
    return redirect(of_it)
