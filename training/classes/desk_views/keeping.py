"""A class on its keeper's screen: the QR of this minute, the four digits, and the roll."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.clock import now
from core.db import writing
from core.presence.rules import digits, minute_code
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.web.links import qr_of, whole
from core.words import _
from training.access import BUILD, COUNTERSIGN, KEEP_CLASS
from training.classes import rules
from training.classes.desk_views.blueprint import bp, cohort_page_of, page_of
from training.classes.forms import AskedForm, ShownForm, StepForm, WhoForm
from training.classes.models import ClassAttendance
from training.classes.operations import attending
from training.classes.queries import roll
from training.classes.queries.classes import find_class, list_showable
from training.classes.queries.roll import OnRoll
from training.learning.models import Class, ClassWay


@bp.get("/classes/<int:class_id>")
@needs(KEEP_CLASS, of=find_class)
def show(held: Class) -> ResponseReturnValue:
    return shown(held, at=now())


@bp.post("/classes/<int:class_id>/roll")
@needs(KEEP_CLASS, of=find_class)
def enter(held: Class) -> ResponseReturnValue:
    """Put down who was there, from the roll."""
    form, at, by = WhoForm(), now(), current_actor()

    def do() -> str:
        return str(attending.enter(held, form.ids, by=by, at=at))

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("记下了。请另一位老师或支部的人核对，核对过才算"))
            return redirect(page_of(held))
    return shown(held, at=at, who=form)


@bp.post("/classes/<int:class_id>/roll/<int:attendance_id>/strike")
@needs(KEEP_CLASS, of=roll.find_entry)
def strike(entry: ClassAttendance) -> ResponseReturnValue:
    """Take somebody off who was entered by mistake."""
    form, at, by = StepForm(), now(), current_actor()
    held = entry.held
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                attending.strike(entry, by=by, at=at)
            flash(_("划掉了"))
            return redirect(page_of(held))
    return shown(held, at=at, step=form)


def shown(held: Class, *, at: datetime, **forms: Form) -> ResponseReturnValue:
    """Show the class; a form that was refused says why."""
    people, actor = roll.roll_of(held), current_actor()
    shows_codes = rules.shows_codes(held, at=at)
    code = minute_code(rules.code_of(held.id), at=at)
    address = whole(url_for("attending.here", class_id=held.id, code=code))
    why_not_enter = rules.why_not_enter(held, at=at)
    away = [each for each in people if each.attendance_id is None]
    who = forms.get("who") or WhoForm(formdata=None)
    who["who"].choices = [
        SelectChoice(each.enrolment_id, each.name)
        for each in away
        if each.person_id != actor.person
    ]
    there = len(people) - len(away)
    return page(
        "training/classes/desk/show.html",
        held=held,
        way=rules.WAYS[held.way],
        people=[each for each in people if each.attendance_id is not None],
        enrolled=len(people),
        waiting=sum(each.attendance_id is not None and not each.counted_at for each in people),
        who=who,
        form=next(iter(forms.values()), None),
        step=forms.get("step") or StepForm(formdata=None),
        may_enter=why_not_enter is None,
        why_not_enter=why_not_enter,
        shows_codes=shows_codes,
        qr=qr_of(address) if shows_codes else "",
        digits=digits(rules.digits_name(held.id, at=at)) if shows_codes else "",
        typed_at=whole(url_for("attending.digits", class_id=held.id)),
        may_change=BUILD.granted(actor, held)
        and rules.why_not_change(held, present=there, at=at) is None,
        may_sign=COUNTERSIGN.granted(actor, held),
        teaches=BUILD.granted(actor, held),
        back_to=cohort_page_of(held),
        **of_screen(held, people, forms),
    )


def of_screen(held: Class, people: list[OnRoll], forms: dict[str, Form]) -> dict[str, Any]:
    """Return what was shown and asked before a village's screen; nothing of other classes."""
    if held.way is not ClassWay.SCREEN:
        return {"lessons_form": None, "asked_form": None, "asked": [], "is_counted": False}
    lessons = list_showable(held.course_id, rules.SHOWABLE)
    lessons_form = forms.get("lessons_form")
    if lessons_form is None:
        lessons_form = ShownForm(formdata=None)
        lessons_form["shown"].data = list(roll.list_shown(held.id))
    lessons_form["shown"].choices = [
        SelectChoice(
            each.key, _("%(title)s（%(minutes)s 分钟）", title=each.title, minutes=each.minutes)
        )
        for each in lessons
    ]
    asked_form = forms.get("asked_form") or AskedForm(formdata=None)
    asked_form["whom"].choices = [
        SelectChoice(each.enrolment_id, each.name)
        for each in people
        if each.attendance_id is not None
    ]
    return {
        "lessons_form": lessons_form,
        "asked_form": asked_form,
        "asked": roll.list_asked(held.id),
        "is_counted": any(each.counted_at for each in people),
    }
