"""Branches for everybody: the tree, and a page each."""

from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from core.branches import queries, rules
from core.branches.models import Branch
from core.branches.queries.tree import Kin, find_kin, tree_of
from core.bulletins.queries import list_hanging
from core.clock import now, village_day
from core.house import MenuEntry
from core.site.pages import public_page
from core.sponsorship.queries import list_placed_by
from core.web.guard import public
from core.words import _, _l

bp = Blueprint("branches", __name__, url_prefix="/branches")
MENU = (
    MenuEntry(place="main", title=_l("支部"), endpoint="branches.tree", order=60),
    MenuEntry(
        place="door",
        title=_l("支部"),
        endpoint="branches.tree",
        order=60,
        icon="branches",
        note=_l("电话、值班时间和通知"),
    ),
)
SHOWN_BULLETINS = 10


@bp.get("/")
@public
def tree() -> ResponseReturnValue:
    return public_page("core/branches/tree.html", of_tree)


def of_tree() -> dict[str, Any]:
    return {"leaves": tree_of(queries.list_branches()), "kinds": rules.KINDS}


@bp.get("/<int:branch_id>")
@public
def show(branch_id: int) -> ResponseReturnValue:
    return public_page("core/branches/show.html", lambda: of_branch(branch_id))


def of_branch(branch_id: int) -> dict[str, Any]:
    """Read what the public may know of a branch, in six queries; 404 for one that is gone."""
    at = now()
    kin = find_kin(branch_id, at=at) or abort(404)
    hanging = list_hanging(branch_id, at=at, limit=SHOWN_BULLETINS + 1)
    return {
        "branch": kin.branch,
        "kind": rules.KINDS[kin.branch.kind],
        "above": kin.above,
        "below": kin.below,
        "units": kin.units,
        "unit_kinds": rules.UNITS,
        "officers": [
            (title_of(officer), rules.public_name(officer.name)) for officer in kin.officers
        ],
        "counts": shown_counts(kin),
        "bulletins": hanging[:SHOWN_BULLETINS],
        "has_more": len(hanging) > SHOWN_BULLETINS,
        "dial": dial(kin.branch),
        "placed": list_placed_by(branch_id, day=village_day(at)),
    }


def title_of(officer: queries.Officer) -> str:
    titles = rules.STAND_INS if officer.stands_in else rules.ROLES
    return str(titles[officer.role])


def shown_counts(kin: Kin) -> list[tuple[str, int]]:
    """Return the counts that tell nothing about anybody: five people or more."""
    pairs = [(_("党员"), kin.members), (_("登记的村民"), kin.residents)]
    return [(words, count) for words, count in pairs if count >= rules.LEAST_SHOWN]


def dial(branch: Branch) -> str:
    """Return the number as a phone dials it."""
    return "".join(sign for sign in branch.phone if sign in "+0123456789")
