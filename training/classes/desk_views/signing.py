"""Countersigning a roll or declining a line: another teacher, or an officer of the branch."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.access import Actor
from core.clock import now
from core.db import writing
from core.house import WaitingItem
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import COUNTERSIGN, KEEP_CLASS
from training.classes.desk_views.blueprint import bp, page_of
from training.classes.forms import SignForm, StepForm
from training.classes.models import ClassAttendance
from training.classes.operations import attending
from training.classes.queries import roll
from training.classes.queries.classes import find_class
from training.learning.models import Class, ClassWay

SHOWN = 10  # classes by name


@bp.route("/classes/<int:class_id>/countersign", methods=["GET", "POST"])
@needs(COUNTERSIGN, of=find_class)
def countersign(held: Class) -> ResponseReturnValue:
    """Sign what another has entered; what was answered on the spot is not shown here."""
    form, at, by = SignForm(), now(), current_actor()
    where = url_for(".countersign", course_id=held.course_id, class_id=held.id)

    def do() -> str:
        return str(attending.countersign(held, form.ids, shown=form.keys, by=by, at=at))

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("核对好了，算上了，并告诉了本人"))
            return redirect(where)
    return shown(held, form)


@bp.post("/classes/<int:class_id>/roll/<int:attendance_id>/decline")
@needs(COUNTERSIGN, of=roll.find_entry)
def decline(entry: ClassAttendance) -> ResponseReturnValue:
    """Say that somebody was not there whom another has entered."""
    form, at, by, held = StepForm(), now(), current_actor(), entry.held
    where = url_for(".countersign", course_id=held.course_id, class_id=held.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                attending.decline(entry, by=by, at=at)
            flash(_("划掉了，并告诉了点名的人"))
            return redirect(where)
    return shown(held, SignForm(formdata=None), refused=form)


def shown(held: Class, form: SignForm, *, refused: StepForm | None = None) -> ResponseReturnValue:
    """Show what waits to be signed, and by whom it does not wait; `refused` says why it was."""
    by = current_actor()
    form.shown.data = " ".join(str(key) for key in roll.list_shown(held.id))
    waiting = roll.list_waiting(held.id)
    mine = [each for each in waiting if is_for(each, by)]
    form.who.choices = [
        SelectChoice(
            each.id,
            _("%(name)s（%(by)s点的名）", name=each.enrolment.person.name, by=each.enterer.name),
        )
        for each in mine
    ]
    return page(
        "training/classes/desk/countersign.html",
        held=held,
        form=refused or form,
        sign=form,
        step=refused or StepForm(formdata=None),
        mine=mine,
        others=len(waiting) - len(mine),
        why_not=attending.why_not_countersign(held, mine, by=by) if mine else None,
        shown=titles(held),
        asked=roll.count_asked(held.id),
        is_screen=held.way is ClassWay.SCREEN,
        back_to=page_of(held) if KEEP_CLASS.granted(by, held) else "",
    )


def is_for(entry: ClassAttendance, actor: Actor) -> bool:
    """Tell whether this person may sign it: not what they entered, not their own."""
    return actor.person not in {entry.entered_by, entry.enrolment.person_id}


def titles(held: Class) -> Sequence[str]:
    """Return what was shown before the screen, by name."""
    if held.way is not ClassWay.SCREEN:
        return ()
    return roll.list_shown_titles(held)


def list_waiting(actor: Actor, at: datetime) -> Iterator[WaitingItem]:  # noqa: ARG001
    """Yield the rolls in the villages of the actor's branches that nobody has signed."""
    branch_ids = actor.branches_as()
    if not branch_ids:
        return
    for held, since in roll.list_unsigned(branch_ids, limit=SHOWN):
        yield WaitingItem(
            what=_("学堂的点名要核对：%(what)s", what=held.title),
            since=since,
            url=f"/teach/courses/{held.course_id}/classes/{held.id}/countersign",
        )
