"""What hangs on a lesson: its bytes first, as a step of their own, then the fact that they do."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.storage.operations import lay_paper, lay_picture
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.courses.forms.lessons import AltForm, PaperForm, PictureForm
from training.courses.models import FileRole, Lesson, LessonFile, LessonKind
from training.courses.operations import files as operations
from training.courses.queries import building
from training.courses.rules.lessons import MOST_PICTURES, why_not_picture
from training.courses.views.blueprint import bp


@bp.route("/courses/<int:course_id>/lessons/<int:key>/pictures", methods=["GET", "POST"])
@needs(BUILD, of=building.find_lesson)
def pictures(lesson: Lesson) -> ResponseReturnValue:
    """Show the pictures with the line that each is shown by, and take one more."""
    form, by, draft = PictureForm(), current_actor(), lesson.of
    here: dict[str, Any] = {"course_id": draft.course_id, "key": lesson.key}
    hung = [each for each in lesson.files if each.role is FileRole.PICTURE]
    if form.validate_on_submit():
        given, name, alt = form.picture.data, form.name.data, form.alt.data
        wrong = why_not_picture(name, alt, hung=[each.name for each in hung])
        if wrong:  # before the picture is drawn anew
            form[wrong[0]].errors = [wrong[1]]
        else:
            with form.refusals():
                laid = lay_picture(given.filename or "", given.read(), by=by)
                with writing():
                    form.once(
                        lambda: str(
                            operations.add_picture(
                                draft, lesson, laid, name=name, alt=alt, by=by, at=now()
                            ).id
                        ),
                        at=now(),
                    )
                flash(_("传好了，把它的那一行写进内容里"))
                return redirect(url_for(".pictures", **here))
    return page(
        "training/courses/pictures.html",
        form=form,
        lesson=lesson,
        here=here,
        pictures=hung,
        most=MOST_PICTURES,
    )


@bp.route(
    "/courses/<int:course_id>/lessons/<int:key>/pictures/<int:file_id>", methods=["GET", "POST"]
)
@needs(BUILD, of=building.find_file)
def picture(hung: LessonFile) -> ResponseReturnValue:
    if hung.role is not FileRole.PICTURE:
        abort(404)
    form, lesson = AltForm(obj=hung), hung.lesson
    here: dict[str, Any] = {"course_id": lesson.of.course_id, "key": lesson.key}
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                by, alt = current_actor(), form.alt.data
                operations.describe_picture(lesson.of, hung, alt=alt, by=by, at=now())
            flash(_("改好了"))
            return redirect(url_for(".pictures", **here))
    return page("training/courses/picture.html", form=form, picture=hung, here=here)


@bp.route("/courses/<int:course_id>/lessons/<int:key>/paper", methods=["GET", "POST"])
@needs(BUILD, of=building.find_lesson)
def paper(lesson: Lesson) -> ResponseReturnValue:
    if lesson.kind is not LessonKind.PAPER:
        abort(404)
    form, by, draft = PaperForm(), current_actor(), lesson.of
    here: dict[str, Any] = {"course_id": draft.course_id, "key": lesson.key}
    if form.validate_on_submit():
        given = form.paper.data
        with form.refusals():
            laid = lay_paper(given.filename or "", given.read(), by=by)
            with writing():
                form.once(
                    lambda: str(operations.hang_paper(draft, lesson, laid, by=by, at=now()).id),
                    at=now(),
                )
            flash(_("资料传好了"))
            return redirect(url_for(".lesson", **here))
    return page(
        "training/courses/paper.html",
        form=form,
        lesson=lesson,
        here=here,
        paper=next((each for each in lesson.files if each.role is FileRole.PAPER), None),
    )


@bp.post("/courses/<int:course_id>/lessons/<int:key>/files/<int:file_id>/remove")
@needs(BUILD, of=building.find_file)
def remove_file(hung: LessonFile) -> ResponseReturnValue:
    lesson = hung.lesson
    here: dict[str, Any] = {"course_id": lesson.of.course_id, "key": lesson.key}
    where = ".pictures" if hung.role is FileRole.PICTURE else ".lesson"
    with writing():
        operations.remove_file(lesson.of, hung, by=current_actor(), at=now())
    flash(_("去掉了"))
    return redirect(url_for(where, **here))
