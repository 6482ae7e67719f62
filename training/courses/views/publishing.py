"""A draft goes live, the next one is begun, one is dropped; on, off, and gone."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.courses.models import Course, CourseVersion
from training.courses.operations import publishing as operations
from training.courses.queries import building
from training.courses.views.blueprint import bp


@bp.post("/courses/<int:course_id>/publish")
@needs(BUILD, of=building.find_draft)
def publish(draft: CourseVersion) -> ResponseReturnValue:
    course_id = draft.course_id
    with writing():
        operations.publish(draft, by=current_actor(), at=now())
    flash(_("发布好了。支部放上来以后，大家就能看到"))
    return redirect(url_for(".course", course_id=course_id))


@bp.post("/courses/<int:course_id>/change")
@needs(BUILD, of=building.find_course)
def change(course: Course) -> ResponseReturnValue:
    course_id = course.id
    with writing():
        operations.change(course, by=current_actor(), at=now())
    flash(_("开了一份草稿，发布以前学员看到的还是原来的"))
    return redirect(url_for(".course", course_id=course_id))


@bp.post("/courses/<int:course_id>/drop")
@needs(BUILD, of=building.find_draft)
def drop(draft: CourseVersion) -> ResponseReturnValue:
    course_id = draft.course_id
    with writing():
        operations.drop(draft, by=current_actor(), at=now())
    flash(_("草稿不要了，原来的照常"))
    return redirect(url_for(".course", course_id=course_id))


@bp.post("/courses/<int:course_id>/on")
@needs(BUILD, of=building.find_course)
def switch_on(course: Course) -> ResponseReturnValue:
    course_id = course.id
    with writing():
        operations.switch_on(course, by=current_actor(), at=now())
    flash(_("开始招生了"))
    return redirect(url_for(".course", course_id=course_id))


@bp.post("/courses/<int:course_id>/off")
@needs(BUILD, of=building.find_course)
def switch_off(course: Course) -> ResponseReturnValue:
    course_id = course.id
    with writing():
        operations.switch_off(course, by=current_actor(), at=now())
    flash(_("停止招生了，正在学的照常学"))
    return redirect(url_for(".course", course_id=course_id))


@bp.post("/courses/<int:course_id>/remove")
@needs(BUILD, of=building.find_course)
def remove(course: Course) -> ResponseReturnValue:
    organiser_id = course.organiser_id
    with writing():
        operations.remove(course, by=current_actor(), at=now())
    flash(_("课程删掉了"))
    return redirect(url_for(".organiser", organiser_id=organiser_id))
