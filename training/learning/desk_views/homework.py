"""What learners did at home: the list, one of them with its photos, and what is said to it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.storage.models import LARGE, SMALL
from core.web.file_views import send
from core.web.forms import Form, key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l
from training.access import MARK
from training.courses.models import Course
from training.learning.desk_views.blueprint import homework_bp as bp
from training.learning.forms.reports import AcceptForm, AgainForm
from training.learning.operations import reporting
from training.learning.queries import reports as queries
from training.learning.queries.reports import Marked, Seen
from training.learning.rules import reports as rules

WAITING, LOOKED_AT = "waiting", "looked-at"
TABS = {WAITING: _l("等看的"), LOOKED_AT: _l("看过的")}


def find_photo(course_id: int, report_id: int, picture_id: int, size: int) -> Seen | None:
    """Return a photo of a report of this course."""
    course = queries.find_marked_course(course_id)
    found = queries.find_picture(course_id, report_id=report_id, picture_id=picture_id)
    if course is None or found is None or size not in {SMALL, LARGE}:
        return None
    return Seen(found, 0, course.teacher_ids, size)


@bp.get("")
@needs(MARK, of=queries.find_marked_course)
def home(course: Course) -> ResponseReturnValue:
    """List what was handed in: first what waits."""
    given = request.args.get("after")
    tab = LOOKED_AT if request.args.get("tab") == LOOKED_AT else WAITING
    after = key_of(given) if given is not None else None
    found = queries.list_page(course.id, waiting=tab == WAITING, after=after)
    rows = found[: queries.PAGE]
    return page(
        "training/learning/desk/home.html",
        course=course,
        title=queries.title_of(course.id),
        rows=rows,
        next_id=rows[-1].id if len(found) > queries.PAGE else None,
        tab=tab,
        tabs=TABS,
        mine=current_actor().person,
        words=rules.REPORTS,
        chips=rules.CHIPS,
    )


@bp.get("/<int:report_id>")
@needs(MARK, of=queries.find_marked)
def show(marked: Marked) -> ResponseReturnValue:
    return shown(marked)


@bp.post("/<int:report_id>/accept")
@needs(MARK, of=queries.find_marked)
def accept(marked: Marked) -> ResponseReturnValue:
    form = AcceptForm()

    def do(at: datetime) -> None:
        said = form.answer.data or ""
        reporting.accept(marked, answer=said, by=current_actor(), at=at)

    return take(marked, "accept_form", form, do, _("记下了，这一课学完了，并告诉了学员"))


@bp.post("/<int:report_id>/again")
@needs(MARK, of=queries.find_marked)
def again(marked: Marked) -> ResponseReturnValue:
    form = AgainForm()

    def do(at: datetime) -> None:
        reporting.send_back(marked, answer=form.again.data, by=current_actor(), at=at)

    return take(marked, "again_form", form, do, _("请学员再做一次，已经告诉学员了"))


def take(
    marked: Marked, name: str, form: Form, do: Callable[[datetime], None], said: str
) -> ResponseReturnValue:
    """Do it once for each form; where it cannot be done, show the report with why."""
    at, course_id, report_id = now(), marked.course.id, marked.id
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(done, do, at), at=at)
            flash(said)
            return redirect(url_for(".show", course_id=course_id, report_id=report_id))
    return shown(marked, **{name: form})


def done(do: Callable[[datetime], None], at: datetime) -> str:
    do(at)
    return "done"


def shown(marked: Marked, **forms: Any) -> ResponseReturnValue:
    report = marked.report
    no_judging = rules.why_not_judge(report, by=current_actor())
    return page(
        "training/learning/desk/report.html",
        marked=marked,
        report=report,
        lesson=marked.lesson,
        course=marked.course,
        form=next(iter(forms.values()), None),
        no_judging=no_judging,
        accept_form=forms.get("accept_form") or AcceptForm(formdata=None),
        again_form=forms.get("again_form") or AgainForm(formdata=None),
        words=rules.REPORTS,
        chips=rules.CHIPS,
    )


@bp.get("/<int:report_id>/pictures/<int:picture_id>/<int:size>")
@needs(MARK, of=find_photo)
def picture(seen: Seen) -> ResponseReturnValue:
    return send(seen.file, seen.size)
