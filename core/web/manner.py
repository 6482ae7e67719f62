"""In which language and how large a page speaks; kept in two cookies and with the person."""

from functools import lru_cache

from flask import Response, current_app, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = {"zh": "zh-Hans", "en": "en"}
YEAR = 365 * 24 * 3600


def cookie_name(name: str) -> str:
    """Return the cookie's name; the prefix binds it to this host where it travels by https."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


def language() -> str:
    """Return `zh` or `en`: of this page (`?lang=`), the switch, or the browser's wish."""
    if not has_request_context():
        return "zh"  # a job or a command; `words.speaking` says otherwise
    if "language" not in g:
        asked = (request.args.get("lang"), request.cookies.get(cookie_name("lang")))
        known = [each for each in asked if each in LANGUAGES]
        g.language = known[0] if known else wish(request.headers.get("Accept-Language", ""))
    return str(g.language)


@lru_cache(maxsize=512)
def wish(accepted: str) -> str:
    """Return the language that a browser's Accept-Language asks for."""
    asked = parse_accept_header(accepted, LanguageAccept)
    return (asked.best_match(["zh-cn", "zh", "en"], default="zh") or "zh")[:2]


def elder() -> bool:
    """Tell whether this visitor wants everything large and plain."""
    return request.cookies.get(cookie_name("elder")) == "1"


def remember(response: Response, name: str, value: str) -> None:
    """Keep a choice of the visitor for a year."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=YEAR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
        path="/",
    )


def forget(response: Response, name: str) -> None:
    """Let the browser drop what was remembered."""
    response.delete_cookie(
        cookie_name(name),
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
        path="/",
    )
