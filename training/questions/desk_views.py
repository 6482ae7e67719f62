"""Questions at the teachers' desk: what waits for an answer, the answer, and what is hidden."""

from functools import partial

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l
from training.access import ANSWER
from training.courses.models import Organiser
from training.courses.queries.organisers import find_open
from training.questions import operations, queries, rules
from training.questions.forms import AnswerForm, HideForm
from training.questions.models import Question
from training.questions.queries import desk

bp = Blueprint("teach_questions", __name__, url_prefix="/teach")
WAITING, ANSWERED = "waiting", "answered"
TABS = {WAITING: _l("没回答的问题"), ANSWERED: _l("回答过的")}


@bp.get("/organisers/<int:organiser_id>/questions")
@needs(ANSWER, of=find_open)
def home(organiser: Organiser) -> ResponseReturnValue:
    """List what was asked about the courses of an organiser: first what waits."""
    given = request.args.get("after")
    tab = ANSWERED if request.args.get("tab") == ANSWERED else WAITING
    after = key_of(given) if given is not None else None
    found = desk.list_of(organiser.id, waiting=tab == WAITING, after=after)
    rows = found[: queries.PAGE]
    return page(
        "training/questions/desk/home.html",
        organiser=organiser,
        rows=rows,
        next_id=rows[-1].id if len(found) > queries.PAGE else None,
        further=after is not None,
        tab=tab,
        tabs=TABS,
    )


@bp.route("/courses/<int:course_id>/questions/<int:question_id>", methods=["GET", "POST"])
@needs(ANSWER, of=desk.find_asked)
def answer(question: Question) -> ResponseReturnValue:
    form = AnswerForm(obj=question)
    list_of = url_for(".home", organiser_id=question.course.organiser_id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(answered, question, form), at=now())
            flash(_("答好了，学这一课的都看得到"))
            return redirect(list_of)
    return page(
        "training/questions/desk/answer.html",
        question=question,
        form=form,
        back_to=list_of,
        lesson=desk.title_of(question.course_id, question.lesson_key),
        why_not=rules.why_not_answer(question),
    )


def answered(question: Question, form: AnswerForm) -> str:
    text, version = form.answer.data, int(form.version.data)
    operations.answer(question, text=text, version=version, by=current_actor(), at=now())
    return str(question.id)


@bp.route("/courses/<int:course_id>/questions/<int:question_id>/hide", methods=["GET", "POST"])
@needs(ANSWER, of=desk.find_asked)
def hide(question: Question) -> ResponseReturnValue:
    form = HideForm()
    list_of = url_for(".home", organiser_id=question.course.organiser_id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.hide(question, why=form.why.data, by=current_actor(), at=now())
            flash(_("不再显示了，已经告诉提问的人"))
            return redirect(list_of)
    return page(
        "training/questions/desk/hide.html",
        question=question,
        form=form,
        why_not=rules.why_not_hide(question),
    )
