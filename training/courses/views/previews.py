"""A course as its learners will read it, before anybody can."""

from flask.typing import ResponseReturnValue

from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.web.forms import page
from core.web.guard import needs
from training.access import BUILD
from training.courses.models import CourseVersion, Lesson
from training.courses.papers import blocks, heard_of, paper_of
from training.courses.queries import building
from training.courses.rules.words import KINDS, LEVELS, SUBJECTS
from training.courses.views.blueprint import bp


@bp.get("/courses/<int:course_id>/preview")
@needs(BUILD, of=building.find_seen)
def preview(seen: CourseVersion) -> ResponseReturnValue:
    return page("training/courses/preview.html", **read(seen))


def read(version: CourseVersion) -> dict[str, object]:
    """Return what a course says before its lessons, and its outline."""
    unlocks = version.course.unlocks
    return {
        "version": version,
        "outline": building.list_outline(version.id),
        "kinds": KINDS,
        "level": LEVELS[version.level],
        "subject": SUBJECTS[version.course.subject],
        "unlocks": QUALIFICATIONS[unlocks] if unlocks else "",
        "before": building.list_titles_before(version.id),
    }


@bp.get("/courses/<int:course_id>/preview/<int:key>")
@needs(BUILD, of=building.find_seen_lesson)
def preview_lesson(lesson: Lesson) -> ResponseReturnValue:
    return page("training/courses/preview_lesson.html", **read_lesson(lesson))


def read_lesson(lesson: Lesson) -> dict[str, object]:
    """Return a lesson as it is read, with the ones before and behind it."""
    ordered = [
        each for _chapter, lessons in building.list_outline(lesson.version_id) for each in lessons
    ]
    place = next(i for i, each in enumerate(ordered) if each.id == lesson.id)
    return {
        "lesson": lesson,
        "version": lesson.of,
        "kind": KINDS[lesson.kind],
        "blocks": blocks(lesson),
        "paper": paper_of(lesson),
        **heard_of(lesson),
        "earlier": ordered[place - 1] if place else None,
        "later": ordered[place + 1] if place + 1 < len(ordered) else None,
    }
