"""Pages for when something did not work: what happened, what to do next, and the way back."""

import difflib
import logging
from http import HTTPStatus

from flask import Flask, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    SecurityError,
    ServiceUnavailable,
)

from core.db import db, is_busy
from core.errors import Overtaken, Refused, TooMany
from core.web.acting import NotInTheirName
from core.web.forms import SECRET_FIELDS
from core.web.uploads import larger_here
from core.words import _

log = logging.getLogger(__name__)
OWN_PAGES = {400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503}
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Missing(NotFound):
    """Nothing is there, and a page of its own says what to do instead."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.template = template


def set_up(app: Flask) -> None:
    """Answer everything that can go wrong with a page of ours."""
    app.before_request(refuse_garbled)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(CSRFError, without_token)
    app.register_error_handler(Refused, refuse)
    app.register_error_handler(Overtaken, show_both)
    app.register_error_handler(TooMany, slow_down)
    app.register_error_handler(IntegrityError, lose)
    app.register_error_handler(StaleDataError, lose)
    app.register_error_handler(DBAPIError, database)
    app.register_error_handler(ObjectDeletedError, lambda _error: http(NotFound()))
    app.register_error_handler(Exception, last_resort)


def refuse_garbled() -> None:
    """Refuse input that is no text: NUL, or bytes that are not UTF-8."""
    garbled = ("\0", REPLACEMENT)
    texts = [request.path]
    for given in (request.args, request.form):
        for name, values in given.lists():
            texts += [name, *values]
    if any(sign in text for text in texts for sign in garbled):
        raise BadRequest


def http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if isinstance(error, Missing):
        return render_template(error.template), 404
    if isinstance(error, NotInTheirName):
        shown = render_template("errors/acting.html", reason=error.reason, over=error.over)
        return shown, error.code or 403
    code = error.code or 500
    larger = larger_here() if code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else None
    most = {"most": larger.most // 1024**2} if larger else {}
    answer = bare(code) if isinstance(error, SecurityError) else explain(code, **most)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(error.valid_methods)
    return answer


def explain(code: int, **context: object) -> Response:
    """Render the page of an error; a failing house shows one that needs nothing."""
    if code < HTTPStatus.INTERNAL_SERVER_ERROR:
        known = code if code in OWN_PAGES else HTTPStatus.BAD_REQUEST
        request_id = g.get("request_id", "")
        try:
            page = render_template(
                "errors/error.html", code=int(known), request_id=request_id, **context
            )
            return make_response(page, code)
        except NotInTheirName as over:  # found out only now, by who looked at the page's frame
            return make_response(http(over))
        except Exception:
            log.exception("an error page failed")
    return bare(code)


def bare(code: int) -> Response:
    """Render a page that needs nothing: for a failing house, and for a host that is not ours."""
    known = code if code in OWN_PAGES else HTTPStatus.INTERNAL_SERVER_ERROR
    page = render_template("errors/bare.html", code=int(known), request_id=g.get("request_id", ""))
    return make_response(page, code)


def refuse(refused: Refused) -> ResponseReturnValue:
    """Answer a refusal that no form has shown."""
    return render_template("errors/refused.html", reason=refused.reason), 409


def show_both(refused: Overtaken) -> ResponseReturnValue:
    """Answer the second of two editors: what stands there now, and what was typed, compared."""
    theirs, mine = refused.theirs.splitlines(), refused.mine.splitlines()
    compared = [
        (line[:2].strip(), line[2:])
        for line in difflib.ndiff(theirs, mine)
        if not line.startswith("?")
    ]
    return (
        render_template(
            "errors/overtaken.html", reason=refused.reason, diff=compared, typed=refused.mine
        ),
        409,
    )


def lose(_error: Exception) -> ResponseReturnValue:
    """Answer whoever came second, when it was the database that saw it."""
    db.session.rollback()
    return refuse(Refused(_("别人抢先了一步，请刷新后再看")))


def slow_down(error: TooMany) -> ResponseReturnValue:
    answer = explain(429, wait=error.wait)
    answer.headers["Retry-After"] = str(error.wait)
    return answer


def without_token(error: CSRFError) -> ResponseReturnValue:
    """Answer a form without a good token; what was typed is shown, so that nothing is lost."""
    typed: list[tuple[str, str]] = [
        (name, value)
        for name, value in request.form.items()
        if value.strip() and name not in SECRET_FIELDS | {"form_key", "next"}
    ]
    log.info("a form came without a good token: %s", error.description)
    return explain(400, expired=True, typed=typed)


def database(error: DBAPIError) -> ResponseReturnValue:
    db.session.rollback()
    if is_busy(error) or error.connection_invalidated:
        return busy()
    return last_resort(error)


def busy() -> ResponseReturnValue:
    """Answer that the house is busy and says when to come back."""
    answer = explain(ServiceUnavailable.code)
    answer.headers["Retry-After"] = "5"
    return answer


def last_resort(error: Exception) -> ResponseReturnValue:
    """Answer what nobody foresaw: a page with an id, one line in the log, no trace shown."""
    log.error("unforeseen: %s", type(error).__name__, exc_info=error)
    return explain(500)
