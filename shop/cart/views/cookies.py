"""The basket of a visitor: a signed cookie, given over when somebody signs in."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from flask import Response, after_this_request, current_app, has_request_context, request
from itsdangerous import BadSignature, Signer

from core.db import after_commit
from core.web import manner
from shop.cart import operations, rules
from shop.cart.rules import Item

NAME = "basket"
LONGEST = 4000  # signs; no basket of ours is longer


def read() -> list[Item]:
    """Return what this visitor has put in; a broken or foreign cookie is an empty basket."""
    signed = request.cookies.get(manner.cookie_name(NAME), "")
    if not 0 < len(signed) <= LONGEST:
        return []
    try:
        return rules.read(_signer().unsign(signed).decode())
    except (BadSignature, UnicodeDecodeError):
        return []


def keep(response: Response, items: Sequence[Item]) -> None:
    """Let the browser keep this basket; an empty one is dropped."""
    if items:
        manner.remember(response, NAME, _signer().sign(rules.written(items)).decode())
    else:
        manner.forget(response, NAME)


def arrive(person_id: int, at: datetime) -> None:
    """Put the visitor's basket into that of the person who comes in, and let the cookie go."""
    items = read() if has_request_context() else []
    if items:
        operations.unite(items, person_id=person_id, at=at)
        after_commit(_drop)


def _drop() -> None:
    @after_this_request
    def drop(response: Response) -> Response:
        manner.forget(response, NAME)
        return response


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt=NAME, digest_method=hashlib.sha256)
