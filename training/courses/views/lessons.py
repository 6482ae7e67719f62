"""The editor of one lesson, by its kind."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.courses.forms.lessons import EDITORS
from training.courses.models import FileRole, Lesson
from training.courses.operations import lessons as operations
from training.courses.queries import building
from training.courses.rules.words import KINDS
from training.courses.views.blueprint import bp
from training.courses.views.outline import back_to


@bp.route("/courses/<int:course_id>/lessons/<int:key>", methods=["GET", "POST"])
@needs(BUILD, of=building.find_lesson)
def lesson(lesson: Lesson) -> ResponseReturnValue:
    form, draft = EDITORS[lesson.kind](), lesson.of
    here: dict[str, Any] = {"course_id": draft.course_id, "key": lesson.key}
    if not form.is_submitted():
        form.show(lesson)
    if form.validate_on_submit():
        with form.refusals():
            content, seen = form.content(lesson), form.seen.data
            with writing():
                by = current_actor()
                operations.write_lesson(draft, lesson, content, seen=seen, by=by, at=now())
            flash(_("存好了"))
            if form.look.data:
                return redirect(url_for(".preview_lesson", **here))
            return redirect(back_to(draft.course_id, f"lesson-{lesson.key}"))
    return page(
        "training/courses/lesson.html",
        form=form,
        lesson=lesson,
        kind=KINDS[lesson.kind],
        here=here,
        pictures=[each for each in lesson.files if each.role is FileRole.PICTURE],
        paper=next((each for each in lesson.files if each.role is FileRole.PAPER), None),
        items=building.count_items(draft.id),
        back_to=back_to(draft.course_id, f"lesson-{lesson.key}"),
    )
