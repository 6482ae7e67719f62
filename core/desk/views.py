"""The desk: what waits for me, a branch at a glance, the week on paper, the branches below."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.branches import access, rules
from core.branches import queries as branches
from core.branches.models import Branch
from core.clock import now, village_day
from core.desk import queries
from core.house import MenuEntry
from core.roster.access import IMPORT_ROSTER
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _l

bp = Blueprint("desk", __name__, url_prefix="/desk")


def in_office(actor: Actor | None) -> bool:
    """Tell whether the desk is there for this visitor."""
    return actor is not None and bool(actor.offices)


def leads(actor: Actor | None) -> bool:
    """Tell whether this visitor may bring a roster in: asked with the branch's own offices."""
    return actor is not None and bool(actor.branches_as(*rules.LEADERS))


def entry(title: str, endpoint: str, order: int, icon: str, *, place: str = "desk") -> MenuEntry:
    return MenuEntry(
        place=place, title=title, endpoint=endpoint, order=order, icon=icon, when=in_office
    )


MENU = (
    entry(_l("等我办的"), "desk.home", 0, "inbox"),
    entry(_l("支部"), "desk.branch", 10, "house"),
    entry(_l("党员"), "desk_members.home", 20, "person-badge"),
    entry(_l("村民"), "desk_people.home", 30, "people"),
    entry(_l("通知栏"), "bulletins_desk.home", 40, "megaphone"),
    entry(_l("班子"), "desk_offices.home", 50, "diagram-3"),
    entry(_l("管辖单位"), "desk_units.home", 60, "geo-alt"),
    entry(_l("一周小结"), "desk.week", 70, "printer"),
    MenuEntry(
        place="desk",
        title=_l("花名册"),
        endpoint="roster.home",
        order=35,
        icon="file-earmark-spreadsheet",
        when=leads,
    ),
    entry(_l("支部工作台"), "desk.home", 90, "inbox", place="me"),
)


@bp.get("/")
@needs(access.OPEN_DESK)
def home() -> ResponseReturnValue:
    actor, at = current_actor(), now()
    return page(
        "core/desk/home.html",
        waiting=queries.list_waiting(actor, at=at),
        branches=queries.list_my_branches(actor),
        at=at,
    )


@bp.get("/<int:branch_id>/")
@needs(access.READ_DESK, of=branches.find_open_branch)
def branch(branch: Branch) -> ResponseReturnValue:
    at = now()
    return page(
        "core/desk/branch.html",
        branch=branch,
        figures=[(each.title, each.value) for each in queries.list_figures(branch.id, at=at)],
        has_below=queries.has_below(branch),
        may_import=IMPORT_ROSTER.granted(current_actor(), branch),
    )


@bp.get("/<int:branch_id>/below")
@needs(access.READ_BELOW, of=branches.find_open_branch)
def below(branch: Branch) -> ResponseReturnValue:
    at = now()
    return page(
        "core/desk/below.html",
        branch=branch,
        rows=queries.list_below(branch, at=at),
        shown=rules.shown_count,
        kinds=rules.KINDS,
        roles=rules.ROLES,
    )


@bp.get("/<int:branch_id>/week")
@needs(access.READ_DESK, of=branches.find_open_branch)
def week(branch: Branch) -> ResponseReturnValue:
    at = now()
    return page(
        "core/desk/week.html",
        branch=branch,
        roles=rules.ROLES,
        week=queries.week_of(branch, current_actor(), at=at),
        since=queries.week_begins(at),
        today=village_day(at),
    )
