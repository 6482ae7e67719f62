"""Public pages whose body is made once for all visitors and framed anew for each."""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from core.cache.pages import SEPARATOR, made_once
from core.clock import now
from core.site.queries import version_now
from core.web import manner
from core.web.guard import actor_or_none

PARTS = ("title", "head", "width", "main")
MINUTE = 60
TOKEN = 'name="csrf_token"'  # noqa: S105 - the field of a form, not a secret


def public_page(
    template: str,
    load: Callable[[], dict[str, Any]],
    *,
    args: tuple[str, ...] = (),
    personal: bool = False,
) -> ResponseReturnValue:
    """Show a page that is made once for all; a `personal` one is made anew for who is signed in.

    `load` reads what the template needs; it is asked only when the page is really made, and may
    abort. `args` names the parts of the query string that the page reads: others change nothing.
    The template extends `layouts/site.html`. What is kept holds no form and nobody's own things.
    """
    if personal and actor_or_none() is not None:
        return render_template(template, **load())
    parts = made_once(address_of(args), lambda: parts_of(template, load()))
    return render_template(
        "layouts/cached.html",
        **{name: Markup(part) for name, part in zip(PARTS, parts, strict=True)},  # noqa: S704
    )


def address_of(args: tuple[str, ...]) -> str:
    """Return under which key this page is kept: address, language, size, version and minute."""
    said = (
        request.path,
        *((name, request.args.get(name, "")) for name in args),
        manner.language(),
        manner.elder(),
        version_now(),
        int(now().timestamp()) // MINUTE,
    )
    return f"page:{hashlib.sha256(repr(said).encode()).hexdigest()}"


def parts_of(template: str, facts: dict[str, Any]) -> list[str]:
    """Render what stands between masthead and foot; raise RuntimeError where it holds a form."""
    parts = render_template(template, parts_only=True, separator=SEPARATOR, **facts)
    if TOKEN in parts:
        raise RuntimeError(f"{template} holds a form: it must not be kept for others")
    return parts.split(SEPARATOR)
