"""One case: its envelope, its parts opened one by one, notes, and how it ends."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import writing
from core.errors import TooMany
from core.web.forms import Form, key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import HANDLE_CASE, PRACTISE
from services.cases import queries, rules
from services.cases.desk_views.blueprint import bp
from services.cases.desk_views.days import nobody
from services.cases.forms.practice import CloseForm, HandForm, HandOnForm, NoteForm, OpenForm
from services.cases.models import Case, Opener, Outcome
from services.cases.operations import conflict, handling, safekeeping
from services.cases.operations.safekeeping import papers_in
from services.cases.papers import in_words, sent
from services.cases.queries import practice
from services.cases.queries.practice import PAGE, Colleague
from services.cases.rules import INTAKE


@bp.get("/cases/")
@needs(PRACTISE)
def closed() -> ResponseReturnValue:
    """Show what this practitioner has closed: it can be read until it is shredded."""
    person_id, given = current_actor().person, request.args.get("after")
    after = key_of(given) if given is not None else None
    if practice.desk_of(person_id).practitioner_id is None:
        return nobody()
    found = practice.list_over(person_id, after=after)
    rows = found[:PAGE]
    return page(
        "services/cases/practice/closed.html",
        rows=rows,
        further=after is not None,
        next_id=rows[-1].id if len(found) > PAGE else None,
    )


@bp.get("/cases/<number>")
@needs(HANDLE_CASE, of=queries.find_case)
def case(case: Case) -> ResponseReturnValue:
    return shown(case, at=now())


def shown(
    case: Case, *, at: datetime, form: Form | None = None, opened: dict[str, Any] | None = None
) -> ResponseReturnValue:
    """Show the envelope, what was just opened, and what can be done."""
    actor = current_actor()
    known = queries.known_of(case, at=at)
    is_contact = rules.opener_of(known, by=actor) is Opener.CONTACT
    no_hand = rules.why_not_hand(known, is_open=True, is_same=False, by=actor)
    no_close = rules.why_not_close(known, by=actor)
    no_note = rules.why_not_write(known, rules.NOTES, by=actor)
    colleagues = [] if no_hand else colleagues_of(case, at=at)
    unfit = unfit_of(case, colleagues, at=at) if opened and opened["part"] == INTAKE else ()
    blank = to_hand(case, colleagues, unfit=unfit or (), blank=True)
    return page(
        "services/cases/practice/case.html",
        case=case,
        status=rules.AT_DESK[case.status],
        outcome=rules.OUTCOMES_AT_DESK[case.kind].get(case.outcome) if case.outcome else "",
        is_contact=is_contact,
        is_counselling=rules.why_not_refer(known, case.kind, by=actor) is None,
        why_no_open=rules.why_not_open(known, by=actor),
        why_no_hand=no_hand,
        colleagues=colleagues,
        asks_too_often=unfit is None,
        why_no_return=rules.why_not_turn_down(known, by=actor),
        hand_form=form if isinstance(form, HandForm) else blank,
        note_form=form if isinstance(form, NoteForm) else NoteForm(formdata=None),
        close_form=form if isinstance(form, CloseForm) else to_close(case, blank=True),
        why_no_close=no_close,
        why_no_note=no_note,
        form=form,
        opened=opened,
        key=EmptyForm(formdata=None).form_key.data,
    )


def colleagues_of(case: Case, *, at: datetime) -> list[Colleague]:
    """Return who can be booked here, without the client and who has it already."""
    without = {case.client_id, case.practitioner_person_id or 0}
    return list(practice.list_colleagues(case.clinic_id, without=without, at=at))


def unfit_of(case: Case, colleagues: list[Colleague], *, at: datetime) -> Collection[int] | None:
    """Return who must not take it, for who has just opened it; None where they ask too often.

    It follows from what lies in the safe, so it stands on no page that a GET shows.
    """
    if not colleagues:
        return ()
    try:
        with writing():
            conflict.count_asking(by=current_actor(), at=at)
    except TooMany:
        return None
    sides = conflict.sides_of(case, safekeeping.read_part(case, INTAKE))
    return conflict.list_unfit([each.id for each in colleagues], sides, of=case.id)


def to_hand(
    case: Case, colleagues: list[Colleague], *, unfit: Collection[int] = (), blank: bool = False
) -> HandForm:
    """Return the form to hand it on with; a practitioner says why."""
    kind = HandForm if case.is_with_contact else HandOnForm
    form = kind(formdata=None) if blank else kind()
    form.to.choices = [
        SelectChoice(
            each.id,
            _("%(who)s：不宜接手这件事", who=each.words) if each.id in unfit else each.words,
        )
        for each in colleagues
    ]
    return form


def to_close(case: Case, *, blank: bool = False) -> CloseForm:
    form = CloseForm(formdata=None) if blank else CloseForm()
    form.outcome.choices = [
        SelectChoice(each.value, words) for each, words in rules.OUTCOMES_AT_DESK[case.kind].items()
    ]
    return form


@bp.post("/cases/<number>/open")
@needs(HANDLE_CASE, of=queries.find_case)
def open_part(case: Case) -> ResponseReturnValue:
    """Open a part and show it as the answer; the client reads in the log who has done it."""
    return answer_with_part(case, shown)


def answer_with_part(case: Case, show: Callable[..., ResponseReturnValue]) -> ResponseReturnValue:
    """Open the part that the form names, and show it or why not on the page of the case."""
    form, at, actor = OpenForm(), now(), current_actor()
    if form.validate_on_submit():
        part, _colon, number = form.part.data.partition(":")
        with form.refusals():
            if number:
                with writing():
                    paper, data = safekeeping.read_paper(case, int(number), by=actor, at=at)
                return sent(case, paper, data)
            with writing():
                content = safekeeping.open_part(case, part, by=actor, at=at)
            said = in_words(part, content, reader_id=actor.id)
            named = papers_in(content) if part == rules.PAPERS else []
            return show(case, at=at, opened={"part": part, "said": said, "papers": named})
    return show(case, at=at, form=form)


@bp.post("/cases/<number>/notes")
@needs(HANDLE_CASE, of=queries.find_case)
def add_note(case: Case) -> ResponseReturnValue:
    form, at = NoteForm(), now()
    back = url_for(".case", number=case.number)

    def do() -> str:
        safekeeping.add_note(case, form.text.data, by=current_actor(), at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("记下了"))
            return redirect(back)
    return shown(case, at=at, form=form)


@bp.post("/cases/<number>/refer")
@needs(HANDLE_CASE, of=queries.find_case)
def refer(case: Case) -> ResponseReturnValue:
    """Put down, once a form, that a medical institution was advised."""
    form, at = EmptyForm(), now()
    back = url_for(".case", number=case.number)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(do_refer, case, back, at), at=at)
            flash(_("记下了"))
            return redirect(back)
    return shown(case, at=at, form=form)


def do_refer(case: Case, back: str, at: datetime) -> str:
    handling.refer(case, by=current_actor(), at=at)
    return back


@bp.post("/cases/<number>/close")
@needs(HANDLE_CASE, of=queries.find_case)
def close(case: Case) -> ResponseReturnValue:
    form, at = to_close(case), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                handling.close(case, Outcome(form.outcome.data), by=current_actor(), at=at)
            flash(_("办结了，本人已经知道"))
            return redirect(url_for(".case", number=case.number))
    return shown(case, at=at, form=form)
