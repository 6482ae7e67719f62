"""One task at the desk: its shifts, who comes, and what is called off."""

from datetime import timedelta
from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import VILLAGE, now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import READ_TASKS, RUN_TASKS
from services.volunteering.desk_views.blueprint import bp
from services.volunteering.forms import ReasonForm, ShiftForm, TimesForm
from services.volunteering.models import Shift, Source, Task, TaskStatus
from services.volunteering.operations import shifts
from services.volunteering.operations import tasks as operations
from services.volunteering.queries import tasks as queries
from services.volunteering.queries.needs import find_need
from services.volunteering.queries.presence import list_present
from services.volunteering.rules import tasks as rules
from services.volunteering.rules.times import in_words, span
from services.volunteering.rules.words import LICENCES, SKILLS


@bp.get("/<int:task_id>")
@needs(READ_TASKS, of=queries.find_task)
def show(task: Task) -> ResponseReturnValue:
    at = now()
    rows = queries.list_shifts_at_desk(task.id)
    here = {shift_id for shift_id, _who in list_present([each.shift.id for each in rows])}
    return page(
        "services/volunteering/desk/show.html",
        task=task,
        branch=task.branch,
        shifts=rows,
        open=task.status is TaskStatus.OPEN,
        warning=warning_of(task),
        can_call_off=lambda shift: (
            rules.why_not_call_off(
                starts_at=shift.starts_at,
                cancelled_at=shift.cancelled_at,
                is_present=shift.id in here,
                at=at,
            )
            is None
        ),
        skills=SKILLS,
        licences=LICENCES,
        can_move=lambda shift: (
            rules.why_not_move(starts_at=shift.starts_at, cancelled_at=shift.cancelled_at, at=at)
            is None
        ),
        in_words=in_words,
        at=at,
    )


def warning_of(task: Task) -> str:
    """Say that the need a task was made from is no longer one for volunteers."""
    if task.source is not Source.NEED or task.status is not TaskStatus.OPEN:
        return ""
    need = find_need(task.source_kind, task.source_ref or 0, at=now())
    if need is None:
        return _("要人手的那一家已经收回了，这件事马上会自动取消。")
    return need.why_paid


@bp.route("/<int:task_id>/shifts/new", methods=["GET", "POST"])
@needs(RUN_TASKS, of=queries.find_task)
def add_shift(task: Task) -> ResponseReturnValue:
    form, at = ShiftForm(), now()
    if not form.is_submitted():
        form.day.data = village_day(at) + timedelta(days=1)
    back = url_for(".show", branch_id=task.branch_id, task_id=task.id)

    def do() -> str:
        times = span(form.day.data, form.begins.data, form.ends.data)
        shifts.add(task, times, capacity=form.capacity.data, by=current_actor(), at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("加了一班"))
            return redirect(back)
    return page(
        "services/volunteering/desk/add_shift.html",
        task=task,
        form=form,
        why_not=rules.why_not_change(task.status),
        back_to=back,
    )


@bp.route("/<int:task_id>/shifts/<int:shift_id>/move", methods=["GET", "POST"])
@needs(RUN_TASKS, of=queries.find_shift)
def move_shift(shift: Shift) -> ResponseReturnValue:
    """Let a shift be at another time; the form begins with the one it has."""
    start, end = (each.astimezone(VILLAGE) for each in (shift.starts_at, shift.ends_at))
    form, at = TimesForm(day=start.date(), begins=start.time(), ends=end.time()), now()
    task = shift.task
    back = url_for(".show", branch_id=task.branch_id, task_id=task.id)

    def do() -> str:
        times = span(form.day.data, form.begins.data, form.ends.data)
        shifts.move_shift(shift, times, by=current_actor(), at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("时间改好了，报了名的、候补的都会收到消息"))
            return redirect(back)
    return page(
        "services/volunteering/desk/move_shift.html",
        task=task,
        when=in_words(shift.starts_at, shift.ends_at),
        coming=queries.list_coming([shift.id]).get(shift.id, []),
        why_not=rules.why_not_change(task.status)
        or rules.why_not_move(starts_at=shift.starts_at, cancelled_at=shift.cancelled_at, at=at),
        form=form,
        back_to=back,
    )


@bp.route("/<int:task_id>/shifts/<int:shift_id>/cancel", methods=["GET", "POST"])
@needs(RUN_TASKS, of=queries.find_shift)
def cancel_shift(shift: Shift) -> ResponseReturnValue:
    form, at = ReasonForm(), now()
    task = shift.task
    back = url_for(".show", branch_id=task.branch_id, task_id=task.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                cancel = partial(operations.cancel_shift, shift, why=form.why.data)
                cancel(by=current_actor(), at=at)
            flash(_("这一班取消了，报了名的人会收到消息"))
            return redirect(back)
    coming = queries.list_coming([shift.id]).get(shift.id, [])
    return page(
        "services/volunteering/desk/cancel_shift.html",
        task=task,
        when=in_words(shift.starts_at, shift.ends_at),
        coming=coming,
        why_not=rules.why_not_change(task.status)
        or rules.why_not_call_off(
            starts_at=shift.starts_at,
            cancelled_at=shift.cancelled_at,
            is_present=bool(list_present([shift.id])),
            at=at,
        ),
        form=form,
        back_to=back,
    )


@bp.route("/<int:task_id>/cancel", methods=["GET", "POST"])
@needs(RUN_TASKS, of=queries.find_task)
def cancel(task: Task) -> ResponseReturnValue:
    form, at = ReasonForm(), now()
    back = url_for(".show", branch_id=task.branch_id, task_id=task.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.cancel(task, why=form.why.data, by=current_actor(), at=at)
            flash(_("整件事取消了，报了名的人会收到消息"))
            return redirect(url_for(".home", branch_id=task.branch_id))
    to_come = queries.list_to_come(task.id, at=at)
    return page(
        "services/volunteering/desk/cancel.html",
        task=task,
        shifts=len(to_come),
        people=sum(each.taken for each in to_come),
        why_not=rules.why_not_change(task.status)
        or rules.why_not_leave_behind(is_present=bool(list_present(each.id for each in to_come))),
        form=form,
        back_to=back,
    )
