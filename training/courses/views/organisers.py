"""An organiser: registered, looked at, changed, its teachers, closed."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.queries import get_person
from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD, KEEP_ORGANISER, TEACH
from training.courses.forms.organisers import EditOrganiserForm, OrganiserForm, TeacherForm
from training.courses.models import Organiser, Teacher
from training.courses.operations import organisers as operations
from training.courses.operations import teachers
from training.courses.queries import building, organisers
from training.courses.rules import organisers as rules
from training.courses.views.blueprint import bp


@bp.route("/organiser/new", methods=["GET", "POST"])
@needs(TEACH)
def register() -> ResponseReturnValue:
    actor, at = current_actor(), now()
    form = OrganiserForm(unit=actor.unit_id, phone=get_person(actor.person).phone)
    form.offer(organisers.list_villages())

    def do() -> str:
        made = operations.register(form.said, by=actor, at=at)
        return url_for(".organiser", organiser_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("登记好了，可以开始编课，也可以请支部来看"))
            return redirect(where)
    full = rules.why_not_another(organisers.count_kept(actor.person))
    return page("training/courses/register.html", form=form, full=full)


@bp.get("/organisers/<int:organiser_id>/")
@needs(BUILD, of=organisers.find_open)
def organiser(organiser: Organiser) -> ResponseReturnValue:
    return page(
        "training/courses/organiser.html",
        organiser=organiser,
        keeps=current_actor().person in organiser.keeper_ids,
        verification=organisers.verification_of(organiser.id),
        courses=building.list_courses(organiser.id),
        teachers=[each for each in organiser.teachers if each.ended_at is None],
    )


@bp.route("/organisers/<int:organiser_id>/edit", methods=["GET", "POST"])
@needs(KEEP_ORGANISER, of=organisers.find_open)
def edit(organiser: Organiser) -> ResponseReturnValue:
    form = EditOrganiserForm(obj=organiser, unit=organiser.unit_id)
    stays = operations.why_not_move(organisers.verification_of(organiser.id))
    villages = organisers.list_villages()
    form.offer([each for each in villages if each.id == organiser.unit_id] if stays else villages)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                version, by = int(form.version.data), current_actor()
                operations.edit(organiser, form.said, version=version, by=by, at=now())
            flash(_("改好了"))
            return redirect(url_for(".organiser", organiser_id=organiser.id))
    return page(
        "training/courses/edit_organiser.html",
        organiser=organiser,
        form=form,
        stays=stays,
        why_not_close=operations.why_not_close(organiser.id),
    )


@bp.post("/organisers/<int:organiser_id>/close")
@needs(KEEP_ORGANISER, of=organisers.find_open)
def close(organiser: Organiser) -> ResponseReturnValue:
    with writing():
        operations.close(organiser, by=current_actor(), at=now())
    flash(_("关了，课程都不再显示"))
    return redirect(url_for(".home"))


@bp.route("/organisers/<int:organiser_id>/teachers", methods=["GET", "POST"])
@needs(KEEP_ORGANISER, of=organisers.find_open)
def name_teachers(organiser: Organiser) -> ResponseReturnValue:
    form, at, by, here = TeacherForm(), now(), current_actor(), organiser.id

    def do() -> str:
        keeps = form.is_keeper.data
        teachers.name_teacher(organiser, form.who.data, is_keeper=keeps, by=by, at=at)
        return url_for(".name_teachers", organiser_id=here)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("请好了，并告诉了本人"))
            return redirect(where)
    found = organisers.find_open(here) or organiser
    return page(
        "training/courses/teachers.html",
        organiser=found,
        form=form,
        teachers=[each for each in found.teachers if each.ended_at is None],
        why_not_take_out=rules.why_not_take_out,
        me=by.person,
    )


@bp.post("/organisers/<int:organiser_id>/teachers/<int:teacher_id>/keep")
@needs(KEEP_ORGANISER, of=organisers.find_teacher)
def let_keep(teacher: Teacher) -> ResponseReturnValue:
    here = teacher.organiser_id
    with writing():
        teachers.let_keep(teacher, by=current_actor(), at=now())
    flash(_("定好了，现在也是负责人"))
    return redirect(url_for(".name_teachers", organiser_id=here))


@bp.post("/organisers/<int:organiser_id>/teachers/<int:teacher_id>/out")
@needs(KEEP_ORGANISER, of=organisers.find_teacher)
def take_out(teacher: Teacher) -> ResponseReturnValue:
    here, is_own = teacher.organiser_id, teacher.person_id == current_actor().person
    with writing():
        teachers.take_out(teacher, by=current_actor(), at=now())
    if is_own:
        return left()
    flash(_("请出去了，并告诉了本人"))
    return redirect(url_for(".name_teachers", organiser_id=here))


@bp.post("/organisers/<int:organiser_id>/leave")
@needs(BUILD, of=organisers.find_open)
def leave(organiser: Organiser) -> ResponseReturnValue:
    by = current_actor()
    mine = next(
        each for each in organiser.teachers if each.person_id == by.person and each.ended_at is None
    )
    with writing():
        teachers.take_out(mine, by=by, at=now())
    return left()


def left() -> ResponseReturnValue:
    flash(_("您退出了，写的内容留在那里"))
    return redirect(url_for(".home"))
