"""The list of courses, and what the home page shows of it."""

from datetime import datetime
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.house import Showing
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.site.held import held
from core.site.pages import public_page
from core.web.guard import public
from core.web.links import whole
from core.words import _
from training.courses.rules import LEVELS, SUBJECTS
from training.school import rules
from training.school.queries import listing
from training.school.queries.listing import Kept
from training.school.rules import Wish
from training.school.views.blueprint import bp

AT_HOME = 3


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show which courses there are, as the address asks for them."""
    kept = kept_now(now())
    wish = rules.read_wish(request.args, languages=frozenset(kept.languages))
    return public_page("training/school/home.html", lambda: of_list(wish, kept), args=wish.args())


def kept_now(at: datetime) -> Kept:
    """Return what courses there are about; read once a minute for all who browse."""
    return held("what is taught", lambda: listing.read_kept(at=at), at=at)


def of_list(wish: Wish, kept: Kept) -> dict[str, Any]:
    """Read one page of courses, and what they can be narrowed by."""
    found = listing.list_page(wish, at=now())
    return {
        "wish": wish,
        "kept": kept,
        "tiles": found.tiles,
        "heading": SUBJECTS[wish.subject] if wish.subject else _("学堂"),
        "older": address(wish.onward(found.after)) if found.after else "",
        "first": address(wish.onward(None)) if wish.after else "",
        "subjects": SUBJECTS,
        "levels": LEVELS,
        "qualifications": QUALIFICATIONS,
        "long": rules.long,
        "canonical": whole(address(Wish(subject=wish.subject))),
    }


def address(wish: Wish) -> str:
    return url_for("learn.home", **wish.args())  # type: ignore[arg-type]


def showcase(at: datetime) -> Showing | None:
    """Show on the home page what one can learn."""
    tiles = held("courses", lambda: listing.list_newest(at=at, limit=AT_HOME), at=at)
    if not tiles:
        return None
    facts = {
        "tiles": tiles,
        "subjects": SUBJECTS,
        "qualifications": QUALIFICATIONS,
        "long": rules.long,
        "more": url_for("learn.home"),
    }
    return Showing(template="training/school/showing.html", order=25, facts=facts)
