"""A branch's board and its sheets, for everybody to read."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from core.branches.queries import find_open_branch
from core.bulletins import queries, rules
from core.clock import now, village_day
from core.site.pages import public_page
from core.web.forms import key_of
from core.web.guard import public
from core.web.prose import prose

bp = Blueprint("bulletins", __name__)


@bp.get("/branches/<int:branch_id>/bulletins/")
@public
def board(branch_id: int) -> ResponseReturnValue:
    given = request.args.get("after", "")
    key = key_of(given) if given else None

    def load() -> dict[str, Any]:
        branch = find_open_branch(branch_id) or abort(404)
        after = None
        if key is not None:
            after = queries.find_line(branch_id, key) or abort(404)
        hanging = queries.list_hanging(branch_id, at=now(), after=after)
        return {
            "branch": branch,
            "bulletins": hanging[: queries.PAGE],
            "next_id": hanging[queries.PAGE - 1].id if len(hanging) > queries.PAGE else None,
        }

    return public_page(
        "core/bulletins/board.html", load, args={"after": "" if key is None else str(key)}
    )


@bp.get("/branches/<int:branch_id>/bulletins/<int:bulletin_id>")
@public
def show(branch_id: int, bulletin_id: int) -> ResponseReturnValue:
    def load() -> dict[str, Any]:
        bulletin = queries.find_on_board(branch_id, bulletin_id)
        if bulletin is None:
            abort(404)
        return {
            "bulletin": bulletin,
            "hangs": rules.hangs(bulletin, today=village_day(now())),
            "text": prose(bulletin.text, breaks=True),
        }

    return public_page("core/bulletins/show.html", load)
