"""Pages that nobody else may see on the screen, in a cache, or in another site's log."""

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.web.guard import SAFE, V, actor_or_none, way_back

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def keep_to_oneself(bp: Blueprint, *, asks_again: bool = True) -> None:
    """Let no answer of these pages be kept or named to others.

    Whoever was not seen for a quarter of an hour gives the password before a page that
    `asks_again` opens: a phone that lies about shows nothing.
    """

    @bp.after_request
    def headers(answer: Response) -> Response:
        answer.headers.update(HEADERS)
        return answer

    @bp.before_request
    def stop() -> ResponseReturnValue | None:
        back = way_back()
        if request.method not in SAFE:
            g.back = back = nearest_page()  # what was posted for has no address of its own
        if not asks_again or actor_or_none() is None or not current_user.away or only_takes():
            return None
        return redirect(url_for("accounts.confirm", next=back))


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
