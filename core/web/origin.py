"""A form that changes something was sent by one of our own pages."""

from flask import Flask, request
from flask_wtf.csrf import CSRFError

from core.web.guard import SAFE
from core.web.links import parts_of


def set_up(app: Flask) -> None:
    """Refuse what says that it comes from elsewhere; the token is asked for besides."""

    @app.before_request
    def from_here() -> None:
        if request.is_secure and request.method not in SAFE and comes_from_elsewhere():
            raise CSRFError("sent by a page of another site")


def comes_from_elsewhere() -> bool:
    """Tell whether the browser names another site as where the form was.

    Confidential pages let the browser name nothing: then it sends no Referer, and `null` for the
    Origin. What it says of the kind of site it still says truly, where it says it at all.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    here = f"{request.scheme}://{request.host}"
    origin = request.headers.get("Origin", "null")
    if origin not in {"null", here}:
        return True
    parts = parts_of(request.headers.get("Referer", here))
    return f"{parts.scheme}://{parts.netloc}" != here
