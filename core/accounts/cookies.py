"""What the browser keeps: a token of the session, and how the person wants pages to be."""

from flask import Response, redirect, request, session, url_for
from flask_login import current_user

from core.accounts.models import Person
from core.accounts.steps import Awaited, Entered
from core.web import manner

PROVED = "proved"  # the handle of a code that this browser has shown to have
AWAITED = "awaited"  # the handle of a sign-in whose second step is still to come


def lead_in(came: Entered | Awaited, target: str) -> Response:
    """Let the browser in, or on to the second step: until then it is nobody's."""
    if isinstance(came, Entered):
        return enter(came.person, came.token, target)
    session[AWAITED] = came.handle
    on: Response = redirect(url_for("accounts.second_step", next=target))  # type: ignore[assignment]
    return on


def enter(person: Person, token: str, target: str) -> Response:
    """Send the browser on with the new session; nothing that it held before stays, but a code.

    The cookie is new and so is the secret of its forms: a cookie planted before is of no use.
    Large letters stay large: whoever needs them has pressed the switch before they could sign in.
    """
    proved = session.get(PROVED)
    session.clear()
    session["_user_id"], session["_fresh"] = token, True
    session.permanent = True
    if proved:
        session[PROVED] = proved
    answer: Response = redirect(target)  # type: ignore[assignment]
    manner.remember(answer, "lang", person.language)
    manner.remember(answer, "elder", "1" if person.elder or manner.elder() else "0")
    return answer


def renew(token: str) -> None:
    """Put the session's new token into the cookie, with a fresh secret for its forms."""
    session["_user_id"] = token
    session.pop("csrf_token", None)


def source() -> str:
    """Return where the request comes from; only a trusted proxy may say otherwise."""
    return request.remote_addr or ""


def user_agent() -> str:
    """Return what the browser says it is."""
    return request.headers.get("User-Agent", "")[:400]


def sign_in_id() -> int:
    """Return which session this is; only behind `needs` is there surely one."""
    number: int = current_user.sign_in_id
    return number
