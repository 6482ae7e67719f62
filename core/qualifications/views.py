"""My own qualifications."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.house import MenuEntry
from core.qualifications import access, queries, rules
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _l

bp = Blueprint("qualifications", __name__, url_prefix="/me")
MENU = (
    MenuEntry(
        place="me", title=_l("我的资格"), endpoint="qualifications.mine", order=26, icon="award"
    ),
)


@bp.get("/qualifications")
@needs(access.SEE_OWN)
def mine() -> ResponseReturnValue:
    today = village_day(now())
    return page(
        "core/qualifications/mine.html",
        rows=[
            (
                each,
                rules.state_of(
                    each.valid_from,
                    each.valid_until,
                    is_revoked=each.revoked_at is not None,
                    today=today,
                ),
            )
            for each in queries.list_of(current_actor().person)
        ],
        kinds=rules.KINDS,
        gives=rules.GIVES,
    )
