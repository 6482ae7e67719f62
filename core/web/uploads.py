"""What is uploaded stays in memory, and small; a view may take what is large and no secret."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Flask, current_app, request
from flask import Request as OfFlask
from flask.typing import ResponseReturnValue

from core.access import Permission
from core.web.guard import SAFE, V, actor_or_none, to_login

FIELDS_AROUND = 1024 * 1024


class Request(OfFlask):
    """A request whose files are no temporary files; the largest body bounds what they take.

    Only where a view is marked with `takes_up_to`, and for whom it lets in, a file lies on the
    disk meanwhile, without a name: no part of anything else does, since it may be confidential.
    """

    is_large = False

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - as the framework calls it
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return TemporaryFile() if self.is_large else BytesIO()


@dataclass(frozen=True, kw_only=True)
class Larger:
    """How much a view takes in one file, and of whom."""

    most: int
    permission: Permission
    of: Callable[..., Any]


def takes_up_to(most: int, *, permission: Permission, of: Callable[..., Any]) -> Callable[[V], V]:
    """Let a view, marked right below `needs`, take a file of so many bytes, of whom it lets in.

    What it takes must be nobody's secret. Whoever else sends more than everywhere is refused
    before it is read.
    """

    def decorate(view: V) -> V:
        vars(view)["larger"] = Larger(most=most, permission=permission, of=of)
        return view

    return decorate


def set_up(app: Flask) -> None:
    """Be there before anything else has looked into the body."""
    app.request_class = Request
    app.before_request(let_in)


def larger_here() -> Larger | None:
    """Return what the view takes that this request is for, if that is more than usual."""
    view = current_app.view_functions.get(request.endpoint or "")
    found: Larger | None = vars(view).get("larger") if view else None
    return found


def let_in() -> ResponseReturnValue | None:
    """Raise the bound of this one request, once it is known who sends it."""
    larger = larger_here()
    if larger is None or request.method in SAFE:
        return None
    actor = actor_or_none()
    if actor is None:
        return to_login()
    subject = larger.of(**(request.view_args or {}))
    if subject is not None and larger.permission.granted(actor, subject):
        request.max_content_length = larger.most + FIELDS_AROUND
        request.is_large = True  # type: ignore[attr-defined]  # the proxy hands it on to ours
    return None
