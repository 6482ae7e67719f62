"""Pages that nobody else may see on the screen, in a cache, or in another site's log."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.clock import now
from core.history.queries import last_time
from core.house import HOUSE
from core.web.guard import SAFE, V, actor_or_none, way_back

SHUT_AFTER_PRINTING = timedelta(days=7)
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def keep_to_oneself(bp: Blueprint, *, asks_again: bool = True) -> None:
    """Let no answer of these pages be kept or named to others.

    Whoever was not seen for a quarter of an hour gives the password before a page that
    `asks_again` opens: a phone that lies about shows nothing. Such a page stays shut for a week
    after an officer has printed a code for the account: it may not be its owner who came in.
    Logs and figures give all these pages one name, and name nobody (`core/web/logs.py`).
    """
    vars(bp)["kept_to_oneself"] = True

    @bp.after_request
    def headers(answer: Response) -> Response:
        answer.headers.update(HEADERS)
        return answer

    @bp.before_request
    def stop() -> ResponseReturnValue | None:
        back = way_back()
        if request.method not in SAFE:
            g.back = back = nearest_page()  # what was posted for has no address of its own
        actor = actor_or_none()
        if not asks_again or actor is None:
            return None
        if until := shut_until(actor.id, at=now()):
            by_sms = HOUSE.sms.reaches
            return render_template("errors/shut.html", until=until, by_sms=by_sms), 403
        if not current_user.away or only_takes():
            return None
        return redirect(url_for("accounts.confirm", next=back))


def shut_until(person_id: int, *, at: datetime) -> datetime | None:
    """Return until when these pages stay shut for the account, or None where they are open.

    It is asked before anything else is looked up, so that the answer tells nothing of what lies
    behind. A code that came to one's own number or mail was not printed, and shuts nothing.
    """
    printed = last_time("print_code", "person", person_id)
    until = printed + SHUT_AFTER_PRINTING if printed else None
    return until if until and at < until else None


def takes_what_was_typed(view: V) -> V:
    """Mark a view that stores what somebody has written, and shows nothing that stood there.

    It does so also for who has written for longer than one may be away: nothing typed is lost.
    The page that follows asks for the password.
    """
    vars(view)["takes_what_was_typed"] = True
    return view


def only_takes() -> bool:
    """Tell whether this request brings what was typed, to a view that stores it."""
    view = current_app.view_functions[str(request.endpoint)]
    return request.method not in SAFE and bool(vars(view).get("takes_what_was_typed"))


def nearest_page() -> str:
    """Return the address itself where it can be opened, else the first above that can."""
    pages = current_app.url_map.bind(request.host)
    path = request.path
    while path and not pages.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/"
