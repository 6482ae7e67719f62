"""Papers of a case: laid into the safe, opened one by one, taken out."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import OWN_CASE
from services.cases import queries, rules
from services.cases.forms.intake import PaperForm
from services.cases.models import Case
from services.cases.operations import papers as operations
from services.cases.operations import safekeeping
from services.cases.papers import sent
from services.cases.queries import of_client
from services.cases.rules import PAPERS
from services.cases.rules.papers import why_not_another
from services.cases.views.blueprint import cases


class OnePaper:
    """A paper of a case, which the guard asks about as of the case."""

    def __init__(self, case: Case, n: int) -> None:
        self.case, self.n = case, n
        self.id, self.client_id = case.id, case.client_id


def find_paper(number: str, n: int) -> OnePaper | None:
    """Return the paper, be it there or not: whether it is, its client alone learns."""
    case = of_client.find_legal(number)
    return OnePaper(case, n) if case is not None else None


@cases.route("/<number>/papers", methods=["GET", "POST"])
@needs(OWN_CASE, of=of_client.find_legal)
def papers(case: Case) -> ResponseReturnValue:
    """Show how many there are, by their numbers, and take another."""
    form, by, at = PaperForm(), current_actor(), now()
    if form.validate_on_submit():
        with form.refusals():
            sent = form.paper.data
            bare = operations.prepare(sent.filename or "", sent.read())
            with writing():
                operations.lay(case, bare, by=by, at=at)
            flash(_("放进去了"))
            return redirect(url_for(".papers", number=case.number))
    return show(case, form)


def show(case: Case, form: Form, named: safekeeping.Papers = ()) -> ResponseReturnValue:
    """Render the papers: by number alone, or `named` for who has opened their list."""
    by = current_actor()
    numbers = safekeeping.numbers_of_papers(case, by=by)
    known = queries.known_of(case, at=now())
    return page(
        "services/cases/papers.html",
        number=case.number,
        numbers=numbers,
        names={each.n: each.name for each in named},
        form=form,
        why_not=rules.why_not_write(known, PAPERS, by=by) or why_not_another(len(numbers)),
        can_write=rules.why_not_write(known, PAPERS, by=by) is None,
    )


@cases.post("/<number>/papers/open")
@needs(OWN_CASE, of=of_client.find_legal)
def name_papers(case: Case) -> ResponseReturnValue:
    """Show what the papers are called."""
    with writing():
        named = safekeeping.list_papers(case, by=current_actor(), at=now())
    return show(case, PaperForm(formdata=None), named)


@cases.post("/<number>/papers/<int:n>")
@needs(OWN_CASE, of=find_paper)
def read_paper(one: OnePaper) -> ResponseReturnValue:
    """Answer with the paper itself: a photo to be seen, a PDF to be kept."""
    refuse_missing(one)
    with writing():
        paper, data = safekeeping.read_paper(one.case, one.n, by=current_actor(), at=now())
    return sent(one.case, paper, data)


@cases.post("/<number>/papers/<int:n>/take-out")
@needs(OWN_CASE, of=find_paper)
def take_out(one: OnePaper) -> ResponseReturnValue:
    refuse_missing(one)
    with writing():
        operations.take_out(one.case, one.n, by=current_actor(), at=now())
    flash(_("拿掉了，谁也看不到了"))
    return redirect(url_for(".papers", number=one.case.number))


def refuse_missing(one: OnePaper) -> None:
    if one.n not in safekeeping.numbers_of_papers(one.case, by=current_actor()):
        abort(404)
