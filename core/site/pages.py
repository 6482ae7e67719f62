"""Public pages whose body is made once for all; visitors without a session share the whole page."""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, render_template, request, session
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from core.cache.pages import KEPT_SECONDS, SEPARATOR, kept_bytes, made_once
from core.clock import now
from core.site.queries import version_now
from core.web import manner
from core.web.guard import actor_or_none, for_all
from core.web.headers import reads_gzip

PARTS = ("title", "head", "width", "main")
MINUTE = 60
TOKEN = 'name="csrf_token"'  # noqa: S105 - the field of a form, not a secret
SQUEEZE = 6  # made once, read often


def public_page(
    template: str,
    load: Callable[[], dict[str, Any]],
    *,
    args: Mapping[str, str] | None = None,
    personal: bool = False,
    forms: Mapping[str, str] = MappingProxyType({}),
) -> ResponseReturnValue:
    """Show a page that is made once for all; a `personal` one is made anew for who is signed in.

    `load` reads what the template needs; it is asked only when the page is really made, and may
    abort. `args` is what the page reads of the query string, written as the page means it: what
    means nothing is left out, so that all addresses that mean the same are one page.
    The template extends `layouts/site.html`. What is kept holds no form and nobody's own things;
    inputs may belong to one of the empty `forms` (by id: its address) that stand in the frame.
    """
    said = [(name, value) for name, value in (args or {}).items() if value]
    g.back = f"{request.path}?{urlencode(said)}" if said else request.path
    if personal and actor_or_none() is not None:
        return render_template(template, empty_forms=forms, **load())
    key = address_of(said)

    def whole() -> str:
        parts = made_once(f"page:{key}", lambda: parts_of(template, load, personal=personal))
        return render_template(
            "layouts/cached.html",
            empty_forms=forms,
            **{name: Markup(part) for name, part in zip(PARTS, parts, strict=True)},  # noqa: S704
        )

    # The frame of somebody with a session shows who it is, and holds their token.
    return whole() if session else shared(f"whole:{key}", whole)


def shared(
    key: str, make: Callable[[], str], *, mimetype: str = "text/html", seconds: int = KEPT_SECONDS
) -> Response:
    """Answer with the whole text, squeezed once for all; who cannot read it so gets it plain."""
    squeezed = kept_bytes(key, lambda: gzip.compress(make().encode(), SQUEEZE, mtime=0), seconds)
    readable = reads_gzip(request.headers.get("Accept-Encoding", ""))
    answer = Response(squeezed if readable else gzip.decompress(squeezed), mimetype=mimetype)
    if readable:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def address_of(said: list[tuple[str, str]]) -> str:
    """Return under which key this page is kept: address, language, size, version and minute."""
    known = (
        request.path,
        *said,
        manner.language(),
        manner.elder(),
        version_now(),
        int(now().timestamp()) // MINUTE,
    )
    return hashlib.sha256(repr(known).encode()).hexdigest()


def parts_of(
    template: str, load: Callable[[], dict[str, Any]], *, personal: bool = False
) -> list[str]:
    """Render what stands between masthead and foot, for all who will read it.

    Raise RuntimeError where it holds a form, or asks who is looking; a `personal` page may ask,
    for only visitors are given what is kept of it.
    """
    with nullcontext() if personal else for_all():
        parts = render_template(template, parts_only=True, separator=SEPARATOR, **load())
    if TOKEN in parts:
        raise RuntimeError(f"{template} holds a form: it must not be kept for others")
    return parts.split(SEPARATOR)
