"""A paper: to answer, to hand in, and, once it is over, to look through."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.certificates.queries import find_issued
from core.clock import VILLAGE, now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import SIT_EXAM
from training.exams.forms import PaperForm
from training.exams.models import Attempt, AttemptStatus
from training.exams.operations import sitting as operations
from training.exams.queries import attempts as queries
from training.exams.rules.answers import Sent, read
from training.exams.rules.items import ASKS
from training.exams.rules.papers import is_whole
from training.exams.rules.sitting import is_over, seconds_left, takes_no_more
from training.exams.views.blueprint import bp
from training.exams.views.questions import asked_in, questions_of, reviewed
from training.learning.models import EnrolmentStatus
from training.learning.rules.enrolments import source_of


@bp.route("/attempts/<ref>", methods=["GET", "POST"])
@needs(SIT_EXAM, of=queries.find_attempt)
def show(attempt: Attempt) -> ResponseReturnValue:
    """Show the paper, or what came of it; take what was ticked, and hand it in where asked to."""
    at = now()
    if request.method == "POST":
        return answered(attempt, at)
    if attempt.status is not AttemptStatus.OPEN:
        return over(attempt)
    if is_over(attempt.ends_at, at=at):
        return closing(attempt)
    return paper(attempt, PaperForm(), Sent(), at)


def paper(attempt: Attempt, form: PaperForm, sent: Sent, at: datetime) -> ResponseReturnValue:
    return page(
        "training/exams/paper.html",
        form=form,
        attempt=attempt,
        terms=queries.terms_of(attempt),
        questions=questions_of(attempt, queries.items_on(attempt), sent),
        asks=ASKS,
        seconds=seconds_left(attempt.ends_at, at=at),
    )


def answered(attempt: Attempt, at: datetime) -> ResponseReturnValue:
    """Keep what was ticked; with the other button hand it in, where nothing is left empty."""
    here = redirect(url_for(".show", ref=attempt.ref))
    if attempt.status is not AttemptStatus.OPEN:
        flash(_("卷子已经交了"), "error")
        return here
    form, sent = PaperForm(), sent_for(attempt)
    if form.validate_on_submit() and not is_wrong(form, sent):
        with form.refusals():
            with writing():
                kept = operations.save(attempt, sent, by=current_actor(), at=at)
                done = kept and not form.save.data and not left_open(attempt)
                if done:
                    operations.hand_in(attempt, by=current_actor(), at=at)
            if kept and not form.save.data and not done:
                return redirect(url_for(".hand_in", ref=attempt.ref))
            flash(said_of(kept=kept, done=done))
            return here
    return paper(attempt, form, sent, at)


def said_of(*, kept: bool, done: bool) -> str:
    if not kept:
        return _("时间到了，先前记下的已经交上去")
    return _("交好了") if done else _("记下了")


def sent_for(attempt: Attempt) -> Sent:
    """Read what the form says, against the paper that stands on the server."""
    asked = asked_in(attempt, queries.items_on(attempt))
    return read(asked, dict(request.form.lists()))


def is_wrong(form: PaperForm, sent: Sent) -> bool:
    """Tell whether something cannot be read, and say so on the form."""
    if sent.nonsense:
        form.form_errors.append(_("有一处没看懂，请重新选一下"))
    for place in sorted(sent.wrong):
        words = _("第 %(number)s 题：%(wrong)s", number=place + 1, wrong=sent.wrong[place])
        form.form_errors.append(words)
    return bool(form.form_errors)


def left_open(attempt: Attempt) -> Sequence[int]:
    """Return the numbers of the questions that are not answered to their end, from 1."""
    items = queries.items_on(attempt)
    return [
        place + 1
        for place, (item_id, _order) in enumerate(attempt.paper)
        if not is_whole(items[item_id].kind, attempt.answers.get(str(place)))
    ]


@bp.post("/attempts/<ref>/save")
@needs(SIT_EXAM, of=queries.find_attempt)
def save(attempt: Attempt) -> ResponseReturnValue:
    """Keep what was just ticked, for the script; say how long there is by the server's clock."""
    form, at = PaperForm(), now()
    if attempt.status is not AttemptStatus.OPEN or takes_no_more(attempt.ends_at, at=at):
        return jsonify(said=_("时间到了，或者已经交了"), seconds=0, over=True), 409
    sent, seconds = sent_for(attempt), seconds_left(attempt.ends_at, at=at)
    if form.validate_on_submit() and not is_wrong(form, sent):
        with form.refusals():
            with writing():
                operations.save(attempt, sent, by=current_actor(), at=at)
            time = f"{at.astimezone(VILLAGE):%H:%M}"
            return jsonify(said=_("%(time)s 记下了", time=time), seconds=seconds)
    wrong = [error for errors in form.errors.values() for error in errors]
    return jsonify(said=" ".join(str(each) for each in wrong), seconds=seconds), 422


@bp.route("/attempts/<ref>/hand-in", methods=["GET", "POST"])
@needs(SIT_EXAM, of=queries.find_attempt)
def hand_in(attempt: Attempt) -> ResponseReturnValue:
    """Ask once more where something is empty; then it is handed in."""
    form, at = EmptyForm(), now()
    here = redirect(url_for(".show", ref=attempt.ref))
    if request.method == "GET" and attempt.status is not AttemptStatus.OPEN:
        return here

    def do() -> str:
        operations.hand_in(attempt, by=current_actor(), at=at)
        return attempt.ref

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            return here
    if is_over(attempt.ends_at, at=at) and not form.errors:
        return closing(attempt)
    return page(
        "training/exams/hand_in.html",
        form=form,
        attempt=attempt,
        empty=left_open(attempt),
        is_open=attempt.status is AttemptStatus.OPEN,
        terms=queries.terms_of(attempt),
    )


def closing(attempt: Attempt) -> ResponseReturnValue:
    """Say that the time is over; it is closed by the button, or by itself within a minute."""
    return page(
        "training/exams/time_over.html",
        form=EmptyForm(),
        attempt=attempt,
        terms=queries.terms_of(attempt),
    )


def over(attempt: Attempt) -> ResponseReturnValue:
    """Show what came of it, with what was right and where it is taught."""
    enrolment, terms = attempt.enrolment, queries.terms_of(attempt)
    is_through = bool(attempt.passed) and enrolment.status is EnrolmentStatus.PASSED
    return page(
        "training/exams/over.html",
        attempt=attempt,
        terms=terms,
        course=enrolment.course,
        questions=reviewed(attempt, queries.items_on(attempt)),
        titles=queries.titles_of(enrolment.version_id),
        certificate=find_issued(source_of(enrolment.id)) if is_through else None,
        has_left=enrolment.status is EnrolmentStatus.OUT,
    )
