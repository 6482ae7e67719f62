"""A course: begun, its page with the outline, its head."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.courses.forms.courses import CourseForm, HeadForm
from training.courses.forms.lessons import ChapterForm
from training.courses.models import Course, CourseVersion, Organiser, VersionStatus
from training.courses.operations import drafting, publishing
from training.courses.queries import building, organisers
from training.courses.rules.courses import About, whys_not_publish
from training.courses.rules.words import KINDS, SUBJECTS
from training.courses.views.blueprint import bp


@bp.route("/organisers/<int:organiser_id>/courses/new", methods=["GET", "POST"])
@needs(BUILD, of=organisers.find_open)
def start(organiser: Organiser) -> ResponseReturnValue:
    form, at = CourseForm(), now()

    def do() -> str:
        by = current_actor()
        made = drafting.start(organiser, form.title.data, form.about, by=by, at=at)
        return url_for(".course", course_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("开好了，先加第一章"))
            return redirect(where)
    return page("training/courses/start.html", organiser=organiser, form=form)


@bp.get("/courses/<int:course_id>/")
@needs(BUILD, of=building.find_course)
def course(course: Course) -> ResponseReturnValue:
    """Show how the course stands and, where there is a draft, its outline to work on."""
    return page("training/courses/course.html", form=ChapterForm(), **course_page(course))


def course_page(course: Course) -> dict[str, object]:
    """Return what the page of a course shows, for all views that answer with it."""
    draft = building.version_of(course, VersionStatus.DRAFT)
    live = building.version_of(course, VersionStatus.LIVE)
    seen = draft or live
    outline = building.list_outline(seen.id) if seen else []
    lacks = whys_not_publish(building.written_of(draft, outline)) if draft else []
    return {
        "course": course,
        "draft": draft,
        "live": live,
        "title": seen.title if seen else "",
        "outline": outline,
        "lacks": lacks,
        "items": building.count_items(seen.id) if seen else 0,
        "kinds": KINDS,
        "subject": SUBJECTS[course.subject],
        "unlocks": QUALIFICATIONS[course.unlocks] if course.unlocks else "",
        "verification": organisers.verification_of(course.organiser_id),
        "why_not_remove": publishing.why_not_remove(course.id),
    }


@bp.route("/courses/<int:course_id>/head", methods=["GET", "POST"])
@needs(BUILD, of=building.find_draft)
def head(draft: CourseVersion) -> ResponseReturnValue:
    course = draft.course
    stands = About(subject=course.subject, unlocks=course.unlocks)
    form = HeadForm(subject=course.subject.value, unlocks=course.unlocks or "")
    is_fixed = drafting.was_published(course.id)
    if is_fixed:
        form.keep_about()
    form.offer(building.list_to_come_before(course))
    if not form.is_submitted():
        form.show(draft, building.list_before(draft.id))
    here = url_for(".course", course_id=course.id)
    if form.validate_on_submit():
        about = stands if is_fixed else form.about
        with form.refusals():
            with writing():
                seen, by = int(form.version.data), current_actor()
                drafting.write_head(draft, form.head, about, seen=seen, by=by, at=now())
            flash(_("存好了"))
            return redirect(here)
    return page("training/courses/head.html", form=form, course_title=draft.title, back_to=here)
