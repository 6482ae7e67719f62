"""A request goes on at another desk, where its branch is closed or nobody is in office."""

from datetime import datetime

from sqlalchemy import update

from core.access import SYSTEM
from core.accounts.codes import changed
from core.db import db
from core.history.operations import record
from services.help.models import HelpRequest
from services.help.operations.events import TABLE, tell_above, tell_desk, tell_villager
from services.help.queries.desks import desks_of, unit_at
from services.help.queries.facts import SOURCE
from services.help.rules.requests import OPEN
from services.volunteering.models import Task, TaskStatus


def move_on(request: HelpRequest, *, at: datetime) -> None:
    """Give an open request to whoever answers for its village now, with what is arranged."""
    home, old = request.unit.branch, request.branch_id
    new = desks_of([home], at=at)[home.id]
    step = update(HelpRequest).where(
        HelpRequest.id == request.id,
        HelpRequest.branch_id == old,
        HelpRequest.status.in_(OPEN),
    )
    if new.id == old or not changed(step.values(branch_id=new.id)):
        return
    db.session.refresh(request)
    tasks = update(Task).where(
        Task.source_kind == SOURCE,
        Task.source_ref == request.id,
        Task.status == TaskStatus.OPEN,
    )
    covered = unit_at(new.id, request.unit_id)
    db.session.execute(tasks.values(branch_id=new.id, unit_id=covered))
    record("move_help", TABLE, request.id, by=SYSTEM, at=at, was=str(old), became=str(new.id))
    tell_desk(request, "moved_here", at=at, about=f":{new.id}")
    tell_villager(request, "another_branch", at=at, about=f":{new.id}")


def remind_above(request: HelpRequest, *, at: datetime) -> None:
    """Tell the secretary above, once, that the request had no answer on its day."""
    tell_above(request, "unanswered", at=at)
