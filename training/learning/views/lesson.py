"""A lesson as its learner sees it, and the learner's word that it was read."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.web.prose import prose
from core.words import _
from training.access import LEARN
from training.courses.models import FileRole, LessonKind
from training.courses.papers import blocks, recordings_of
from training.courses.rules import KINDS
from training.learning.forms.reports import StepForm
from training.learning.models import Class, EnrolmentStatus
from training.learning.operations.studying import say_done
from training.learning.queries.classes import list_of_lesson
from training.learning.queries.reports import find_last
from training.learning.queries.studying import Studying, list_steps
from training.learning.rules import lessons as rules
from training.learning.rules import reports as words
from training.learning.rules.progress import told_at
from training.learning.views.blueprint import find_mine, page_of
from training.learning.views.blueprint import lessons_bp as bp


def shown(mine: Studying, form: Form | None = None, *, asked: Any = None) -> ResponseReturnValue:
    """Show the lesson with what is done, what completes it, and the way on.

    `asked` is what learners have asked under it, where a higher room shows the page.
    """
    enrolment, lesson = mine.enrolment, mine.lesson
    steps = list_steps(enrolment)
    keys = [each.key for each in steps]
    place = keys.index(lesson.key)
    return page(
        "training/learning/lesson.html",
        **of_lesson(mine),
        form=form,
        step_form=form or StepForm(formdata=None),
        steps=steps,
        here=steps[place],
        clock=told_at(now()),
        kinds=KINDS,
        number=place + 1,
        count=len(steps),
        done=sum(each.done_at is not None for each in steps),
        before=keys[place - 1] if place else None,
        after=keys[place + 1] if place + 1 < len(keys) else None,
        passed=enrolment.status is EnrolmentStatus.PASSED,
        watched=rules.watched_in_words(lesson, steps[place].credit),
        may_say_done=rules.may_say_done(lesson),
        asked=asked,
        **of_practice(mine),
        classes=classes_of(mine),
    )


def classes_of(mine: Studying) -> Sequence[Class]:
    """Return when the learner's cohort meets for this lesson; nothing where it is no class."""
    if mine.lesson.kind is not LessonKind.CLASS:
        return ()
    return list_of_lesson(mine.enrolment, mine.lesson.key, at=now())


def of_lesson(mine: Studying) -> dict[str, Any]:
    """Return what is read of a lesson, with and without a network."""
    lesson = mine.lesson
    return {
        "mine": mine,
        "course": mine.enrolment.course,
        "lesson": lesson,
        "text": blocks(lesson),
        "transcript": prose(lesson.transcript, breaks=True) if lesson.transcript else "",
        "media": recordings_of(lesson, FileRole.MEDIA) if rules.is_played(lesson) else [],
        "captions": recordings_of(lesson, FileRole.CAPTIONS),
        "papers": [
            each.file
            for each in lesson.files
            if each.role is FileRole.PAPER
            and each.file
            and each.file.is_public
            and not each.file.deleted_at
        ],
        "completes": rules.completes(lesson),
        "end": rules.end_of(lesson),
    }


def of_practice(mine: Studying) -> dict[str, Any]:
    """Return how the work at home stands; nothing where there is none."""
    if mine.lesson.kind is not LessonKind.PRACTICE:
        return {"report": None, "may_hand_in": False}
    last = find_last(mine.enrolment.id, mine.lesson.key)
    status = last.status if last else None
    return {
        "report": last,
        "may_hand_in": words.why_not_hand_in(mine.lesson, mine.enrolment.status, status) is None,
        "reports": words.REPORTS,
        "chips": words.CHIPS,
    }


@bp.post("/done")
@needs(LEARN, of=find_mine)
def done(mine: Studying) -> ResponseReturnValue:
    """Take the learner's word that this lesson was read."""
    form, at = StepForm(), now()

    def do() -> str:
        say_done(mine.enrolment, mine.lesson, by=current_actor(), at=at)
        return "done"

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("记下了，这一课学完了"))
            return redirect(page_of(mine, "way-on"))
    return shown(mine, form)
