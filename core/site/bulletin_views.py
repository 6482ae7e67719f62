"""One sheet of a branch's board, for everybody to read."""

from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from core.bulletins import queries, rules
from core.clock import now, village_day
from core.site.pages import public_page
from core.web.guard import public
from core.web.prose import prose

bp = Blueprint("bulletins", __name__)


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
