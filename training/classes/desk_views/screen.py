"""The class before a village's screen: what was shown, and what was asked."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import Form
from core.web.guard import current_actor, needs
from core.words import _
from training.access import KEEP_CLASS
from training.classes.desk_views.blueprint import bp, page_of
from training.classes.desk_views.keeping import shown
from training.classes.forms import AskedForm, ShownForm
from training.classes.operations import screening
from training.classes.queries.classes import find_class
from training.learning.models import Class


@bp.post("/classes/<int:class_id>/shown")
@needs(KEEP_CLASS, of=find_class)
def show_lessons(held: Class) -> ResponseReturnValue:
    """Put down which lessons were shown."""
    form, at, by = ShownForm(), now(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                screening.show(held, form.keys, by=by, at=at)
            flash(_("放的课记下了"))
            return redirect(f"{page_of(held)}#screen")
    return again(held, "lessons_form", form)


@bp.post("/classes/<int:class_id>/asked")
@needs(KEEP_CLASS, of=find_class)
def ask(held: Class) -> ResponseReturnValue:
    """Note a question that somebody was asked."""
    form, at, by = AskedForm(), now(), current_actor()

    def do() -> str:
        made = screening.ask(
            held,
            form.whom.data or 0,
            form.question.data,
            is_right=form.right.data == "yes",
            by=by,
            at=at,
        )
        return str(made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("问题记下了"))
            return redirect(f"{page_of(held)}#asked")
    return again(held, "asked_form", form)


def again(held: Class, name: str, form: Form) -> ResponseReturnValue:
    return shown(held, at=now(), **{name: form})
