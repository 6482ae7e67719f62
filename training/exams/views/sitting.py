"""What an exam or a test is, and beginning it."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.certificates.queries import find_issued
from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from training.access import SIT_EXAM
from training.exams.operations import sitting as operations
from training.exams.queries import sittings as queries
from training.exams.queries.sittings import Sitting
from training.exams.rules.sitting import is_over, seconds_left
from training.exams.views.blueprint import bp
from training.learning.models import EnrolmentStatus
from training.learning.rules.enrolments import source_of


def find_exam(course_id: int) -> Sitting | None:
    """Return whoever asks before the exam of a course that they learn or have passed, else None."""
    return queries.find_exam(course_id, person_id=current_actor().person)


def find_test(course_id: int, lesson_key: int) -> Sitting | None:
    """Return whoever asks before a test in such a course, else None."""
    return queries.find_test(course_id, lesson_key, person_id=current_actor().person)


@bp.route("/<int:course_id>/exam", methods=["GET", "POST"])
@needs(SIT_EXAM, of=find_exam)
def exam(sitting: Sitting) -> ResponseReturnValue:
    return begin(sitting)


@bp.route("/<int:course_id>/tests/<int:lesson_key>", methods=["GET", "POST"])
@needs(SIT_EXAM, of=find_test)
def test(sitting: Sitting) -> ResponseReturnValue:
    return begin(sitting)


def begin(sitting: Sitting) -> ResponseReturnValue:
    """Say what it is, what came of it before, and whether it can be begun now; or begin it."""
    form, at, terms = EmptyForm(), now(), sitting.terms

    def do() -> str:
        made = operations.start(sitting, by=current_actor(), at=at)
        return url_for(".show", ref=made.ref)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            return redirect(where)
    standing = queries.look(sitting, at=at)
    running = standing.running
    has_passed = sitting.enrolment.status is EnrolmentStatus.PASSED
    return page(
        "training/exams/begin.html",
        form=form,
        terms=terms,
        course_id=sitting.enrolment.course_id,
        standing=standing,
        running=running,
        running_is_over=running is not None and is_over(running.ends_at, at=at),
        seconds=seconds_left(running.ends_at, at=at) if running else 0,
        why_not=operations.why_not(sitting, standing),
        certificate=find_issued(source_of(sitting.enrolment.id)) if has_passed else None,
    )
