"""Where hands are wanted in the branch, its open tasks and who comes."""

from flask import request
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now
from core.web.forms import key_of, page
from core.web.guard import needs
from services.access import READ_TASKS
from services.volunteering.desk_views.blueprint import bp
from services.volunteering.queries.needs import list_needs
from services.volunteering.queries.tasks import PAGE, list_at_desk
from services.volunteering.rules.times import in_words


@bp.get("/")
@needs(READ_TASKS, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    at, given = now(), request.args.get("after")
    after = key_of(given) if given is not None else None
    rows = list_at_desk(branch.id, at=at, after=after)
    shown = rows[:PAGE]
    return page(
        "services/volunteering/desk/home.html",
        branch=branch,
        needs=list_needs({branch.id}, at=at) if after is None else [],
        rows=shown,
        next_id=shown[-1].task.id if len(rows) > PAGE else None,
        first_page=after is None,
        in_words=in_words,
    )
