"""The questions of legal aid, one a page; what was said opens with a POST alone."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.confidential import takes_what_was_typed
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import OWN_CASE
from services.cases import queries, rules
from services.cases.forms.intake import FORMS
from services.cases.models import Case
from services.cases.operations import safekeeping
from services.cases.queries import of_client
from services.cases.rules import INTAKE
from services.cases.rules.hint import hint_of
from services.cases.rules.intake import QUESTIONS, first_open, in_words, next_after
from services.cases.rules.thresholds import threshold_of
from services.cases.views.blueprint import cases


class Asked:
    """A question of a case, which the guard asks about as of the case."""

    def __init__(self, case: Case, question: str) -> None:
        self.case, self.question = case, question
        self.id, self.client_id = case.id, case.client_id


def find_asked(number: str, question: str) -> Asked | None:
    """Return the question of this case, or None where there is no such case or question."""
    case = of_client.find_legal(number)
    return Asked(case, question) if case is not None and question in QUESTIONS else None


@cases.get("/<number>/write")
@needs(OWN_CASE, of=of_client.find_legal)
def write(case: Case) -> ResponseReturnValue:
    """Go to the first question that has no answer yet."""
    question = first_open(safekeeping.answered(case, by=current_actor()))
    if question is None:
        return redirect(url_for(".papers", number=case.number))
    return redirect(url_for(".ask", number=case.number, question=question))


@cases.route("/<number>/write/<question>", methods=["GET", "POST"])
@takes_what_was_typed
@needs(OWN_CASE, of=find_asked)
def ask(asked: Asked) -> ResponseReturnValue:
    """Show the question with nothing in it, or keep what was answered and go on."""
    case, by, form = asked.case, current_actor(), FORMS[asked.question]()
    answered = safekeeping.answered(case, by=by)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                safekeeping.save_answer(case, form.said, by=by, at=now())
            return go_on(case, asked.question, answered)
    is_closed = asked.question in answered and not form.is_submitted()
    return show(asked, None if is_closed else form)


def go_on(case: Case, question: str, answered: frozenset[str]) -> ResponseReturnValue:
    """Lead to the next open question; who has only changed something goes back to the case."""
    if answered >= set(QUESTIONS):
        flash(_("改好了"))
        return redirect(url_for(".show", number=case.number))
    flash(_("记下了"))
    following = next_after(question, answered)
    if following is None:
        return redirect(url_for(".papers", number=case.number))
    return redirect(url_for(".ask", number=case.number, question=following))


@cases.post("/<number>/write/<question>/open")
@needs(OWN_CASE, of=find_asked)
def open_answer(asked: Asked) -> ResponseReturnValue:
    """Show what was answered, to be read and changed."""
    with writing():
        said = safekeeping.open_part(asked.case, INTAKE, by=current_actor(), at=now())
        said = dict(said)
    return show(asked, FORMS[asked.question].showing(said))


def show(asked: Asked, form: Form | None) -> ResponseReturnValue:
    """Render the question; without a form it was answered before."""
    names = list(QUESTIONS)
    place = names.index(asked.question)
    following = names[place + 1] if place + 1 < len(names) else None
    known = queries.known_of(asked.case, at=now())
    return page(
        "services/cases/ask.html",
        number=asked.case.number,
        question=asked.question,
        title=QUESTIONS[asked.question],
        form=form,
        place=place + 1,
        count=len(names) + 1,
        next_url=next_url(asked.case.number, following),
        back_url=next_url(asked.case.number, names[place - 1]) if place else "",
        why_not=rules.why_not_write(known, INTAKE, by=current_actor()),
        keep_until=asked.case.keep_until,
    )


def next_url(number: str, question: str | None) -> str:
    if question is None:
        return url_for("cases.papers", number=number)
    return url_for("cases.ask", number=number, question=question)


@cases.post("/<number>/review")
@needs(OWN_CASE, of=of_client.find_legal)
def review(case: Case) -> ResponseReturnValue:
    """Show all that was said, with the hint that follows from it."""
    at, by = now(), current_actor()
    with writing():
        said = dict(safekeeping.open_part(case, INTAKE, by=by, at=at))
        papers = safekeeping.list_papers(case, by=by, at=at)
    known = queries.known_of(case, at=at)
    lines: list[dict[str, Any]] = [
        {"name": name, "title": title, "words": in_words(name, said)}
        for name, title in QUESTIONS.items()
    ]
    return page(
        "services/cases/review.html",
        number=case.number,
        lines=lines,
        papers=papers,
        hint=hint_of(said, threshold_of(of_client.district_of(case.clinic_id))),
        can_write=rules.why_not_write(known, INTAKE, by=by) is None,
        can_submit="submit" in rules.CASE.actions(case.status),
        lacks_story=not said.get("story"),
    )
