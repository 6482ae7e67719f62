"""Every route says who may come in, or the house does not open."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial, wraps
from itertools import chain
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user
from sqlalchemy.exc import DBAPIError

from core.access import Actor, Permission
from core.clock import now
from core.db import aside, db, is_worth_another_try
from core.history.operations import record

View = Callable[..., ResponseReturnValue]
V = TypeVar("V", bound=Callable[..., Any])
FRESH = timedelta(minutes=15)
UNWANTED = re.compile(r"[\\\x00-\x20\x7f]")  # browsers read some of these as a slash or drop them


class SignedIn(UserMixin):
    """What Flask-Login keeps for the length of a request; its id is the session's token."""

    def __init__(
        self,
        token: str,
        actor: Actor,
        *,
        sign_in_id: int,
        confirmed_at: datetime,
        unread: int = 0,
    ) -> None:
        self.id = token
        self.unread = unread  # notices, when the request began
        self.actor = actor
        self.sign_in_id = sign_in_id
        self.confirmed_at = confirmed_at


def current_actor() -> Actor:
    """Return who is behind this request; only behind `needs` is there surely someone."""
    refuse_for_all()
    actor: Actor = current_user.actor
    return actor


def actor_or_none() -> Actor | None:
    """Return who is behind this request, or None for a visitor; a visitor costs no query."""
    refuse_for_all()
    if not session:
        return None
    return current_user.actor if current_user.is_authenticated else None


@contextmanager
def for_all() -> Iterator[None]:
    """Make something that everybody will see: who asks meanwhile for the actor is stopped."""
    g.for_all = True
    try:
        yield
    finally:
        del g.for_all


def refuse_for_all() -> None:
    if "for_all" in g:
        raise RuntimeError("what all will see asks who is looking: it must not be kept for others")


def needs(
    permission: Permission,
    *,
    of: Callable[..., Any] | None = None,
    steps: bool = False,
    fresh: bool = False,
) -> Callable[[View], View]:
    """Fetch the object named in the URL, check the permission, hand the object to the view.

    A visitor is sent to log in. A denied function answers 403; a denied object answers 404, as a
    missing one does, so that nobody learns what exists. A view with `steps` commits more than
    once and is never run again by itself; one that is `fresh` wants the password of the last
    fifteen minutes.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url_args: Any) -> ResponseReturnValue:
            if actor_or_none() is None:
                return to_login()
            subject = None
            if of is None:
                check(permission, None, otherwise=403)
            else:
                subject = of(**url_args)
                if subject is None:
                    abort(404)
                check(permission, subject, otherwise=404)
            if fresh and now() - current_user.confirmed_at > FRESH:
                return redirect(url_for("accounts.confirm", next=way_back()))
            answer: ResponseReturnValue = view(**url_args) if of is None else view(subject)
            return answer

        return declare(guarded if steps else tried_twice(guarded), permission.name)

    return decorate


def public(view: V) -> V:
    """Let everyone in."""
    return declare(tried_twice(view), "public")


def public_steps(view: V) -> V:
    """Let everyone in to a view that commits more than once, and is never run again by itself."""
    return declare(view, "public")


def machine(view: V) -> V:
    """Let a machine in, which shows something else than a session."""
    return declare(view, "machine")


def by_visitors(view: View) -> View:
    """Let everyone post what changes a cookie only: language, elder mode, basket.

    Without a session there is no token to show; the browser's own word on where the request
    comes from stands in for it. With a session the token is asked for as everywhere.
    """

    @wraps(view)
    def guarded(**url_args: Any) -> ResponseReturnValue:
        if session:
            current_app.extensions["csrf"].protect()
        elif not from_our_own_page():
            abort(403)
        return view(**url_args)

    vars(guarded)["by_visitors"] = True
    return declare(tried_twice(guarded), "public")


def from_our_own_page() -> bool:
    """Tell whether the browser says that this request was made by one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return site is not None
    return origin != "null" and urlsplit(origin).netloc == request.host


def declare(view: V, access: str) -> V:
    vars(view)["access"] = access
    return view


def tried_twice(view: V) -> V:
    """Run the whole view once more when the database chose it to give way to another.

    Nothing outside has happened yet, so it is safe; a second failure becomes a 503. Once the view
    has stored something it is not run again: what stands would be done twice.
    """

    @wraps(view)
    def again(**url_args: Any) -> Any:
        g.pop("committed", None)  # what was stored before the view began is none of its doing
        try:
            return view(**url_args)
        except DBAPIError as error:
            if "committed" in g or not is_worth_another_try(error):
                raise
        db.session.rollback()
        g.pop("asides", None)
        for each in chain.from_iterable(request.files.listvalues()):
            each.stream.seek(0)  # it was read the first time
        return view(**url_args)

    return again  # type: ignore[return-value]


def check(permission: Permission, subject: Any, *, otherwise: int) -> None:
    """Abort when the permission is not granted, and remember that it was tried."""
    actor = current_actor()
    if not permission.granted(actor, subject):
        about_id = getattr(subject, "id", None)
        aside(partial(record, "denied", permission.name, about_id, by=actor, at=now()))
        abort(otherwise)


def way_back() -> str | None:
    """Return where to come back to; a form that was sent is not sent again, its page is shown."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    referrer = urlsplit(request.referrer or "")
    return referrer.path if referrer.netloc == request.host else None


def to_login() -> ResponseReturnValue:
    """Send a visitor to log in and back to the page."""
    return redirect(url_for("accounts.login", next=way_back()))


def local(target: str | None, *, otherwise: str = "/") -> str:
    """Return an address of ours to go to next; whatever could lead elsewhere is left out."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if UNWANTED.search(target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


def check_every_route(app: Flask) -> None:
    """Raise when a route has no declared access."""
    bare = [name for name, view in app.view_functions.items() if "access" not in vars(view)]
    if bare:
        raise RuntimeError(f"routes without declared access: {bare}")
