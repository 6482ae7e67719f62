"""The outline of a draft: chapters and lessons, by plain forms that work on any phone."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.courses.forms.lessons import ChapterForm, NewLessonForm
from training.courses.models import Chapter, CourseVersion, Lesson, LessonKind
from training.courses.operations import outline as operations
from training.courses.queries import building
from training.courses.views.blueprint import bp
from training.courses.views.courses import course_page


def back_to(course_id: int, part: str = "outline") -> str:
    """Return the address of the course's page, at the part that one was at."""
    return url_for(".course", course_id=course_id, _anchor=part)


@bp.post("/courses/<int:course_id>/chapters/new")
@needs(BUILD, of=building.find_draft)
def add_chapter(draft: CourseVersion) -> ResponseReturnValue:
    form, at, course_id = ChapterForm(), now(), draft.course_id

    def do() -> str:
        made = operations.add_chapter(draft, form.title.data, by=current_actor(), at=at)
        return back_to(course_id, f"chapter-{made.id}")

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("加好了，再加课"))
            return redirect(where)
    found = building.find_course(course_id) or draft.course
    return page("training/courses/course.html", form=form, **course_page(found))


@bp.route("/courses/<int:course_id>/chapters/<int:chapter_id>", methods=["GET", "POST"])
@needs(BUILD, of=building.find_chapter)
def chapter(chapter: Chapter) -> ResponseReturnValue:
    """Call a chapter something else, or take it out."""
    form, draft = ChapterForm(obj=chapter), chapter.of
    here = back_to(draft.course_id, f"chapter-{chapter.id}")
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                by, title = current_actor(), form.title.data
                operations.rename_chapter(draft, chapter, title, by=by, at=now())
            flash(_("改好了"))
            return redirect(here)
    return page(
        "training/courses/chapter.html", form=form, chapter=chapter, draft=draft, back_to=here
    )


@bp.post("/courses/<int:course_id>/chapters/<int:chapter_id>/move")
@needs(BUILD, of=building.find_chapter)
def move_chapter(chapter: Chapter) -> ResponseReturnValue:
    draft, up = chapter.of, request.form.get("to") == "up"
    here = back_to(draft.course_id, f"chapter-{chapter.id}")
    with writing():
        operations.move_chapter(draft, chapter, up=up, by=current_actor(), at=now())
    return redirect(here)


@bp.post("/courses/<int:course_id>/chapters/<int:chapter_id>/remove")
@needs(BUILD, of=building.find_chapter)
def remove_chapter(chapter: Chapter) -> ResponseReturnValue:
    draft, here = chapter.of, back_to(chapter.of.course_id)
    with writing():
        operations.remove_chapter(draft, chapter, by=current_actor(), at=now())
    flash(_("去掉了"))
    return redirect(here)


@bp.route("/courses/<int:course_id>/chapters/<int:chapter_id>/lessons/new", methods=["GET", "POST"])
@needs(BUILD, of=building.find_chapter)
def add_lesson(chapter: Chapter) -> ResponseReturnValue:
    form, at, draft = NewLessonForm(kind=LessonKind.TEXT.value), now(), chapter.of
    course_id = draft.course_id

    def do() -> str:
        kind, by = LessonKind(form.kind.data), current_actor()
        made = operations.add_lesson(draft, chapter, kind, form.title.data, by=by, at=at)
        return url_for(".lesson", course_id=course_id, key=made.key)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("加好了，现在写内容"))
            return redirect(where)
    return page(
        "training/courses/new_lesson.html",
        form=form,
        chapter=chapter,
        back_to=back_to(course_id, f"chapter-{chapter.id}"),
    )


@bp.post("/courses/<int:course_id>/lessons/<int:key>/move")
@needs(BUILD, of=building.find_lesson)
def move_lesson(lesson: Lesson) -> ResponseReturnValue:
    draft, up = lesson.of, request.form.get("to") == "up"
    here = back_to(draft.course_id, f"lesson-{lesson.key}")
    with writing():
        operations.move_lesson(draft, lesson, up=up, by=current_actor(), at=now())
    return redirect(here)


@bp.post("/courses/<int:course_id>/lessons/<int:key>/remove")
@needs(BUILD, of=building.find_lesson)
def remove_lesson(lesson: Lesson) -> ResponseReturnValue:
    draft, here = lesson.of, back_to(lesson.of.course_id)
    with writing():
        operations.remove_lesson(draft, lesson, by=current_actor(), at=now())
    flash(_("这一课去掉了"))
    return redirect(here)
