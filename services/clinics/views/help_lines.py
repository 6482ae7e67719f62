"""When to seek help, and the numbers that are there for it, one tap away."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from core.site.pages import public_page
from core.web.guard import public
from core.web.links import whole
from services.clinics.rules.help_lines import LINES, MEDICAL, SIGNS
from services.clinics.views.blueprint import bp


@bp.get("/when-to-seek-help")
@public
def when_to_seek_help() -> ResponseReturnValue:
    return public_page("services/clinics/when_to_seek_help.html", told)


def told() -> dict[str, Any]:
    """Return what the page says."""
    return {
        "lines_told": LINES,
        "signs": SIGNS,
        "medical": MEDICAL,
        "canonical": whole(url_for(".when_to_seek_help")),
    }
