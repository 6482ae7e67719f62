"""Every route says who may come in, or the house does not open."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial, wraps
from itertools import chain
from typing import Any, TypeVar, overload

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user
from sqlalchemy.exc import DBAPIError

from core.access import Actor, Permission
from core.clock import now
from core.db import aside, db, is_worth_another_try
from core.history.operations import record
from core.web.acting import NotInTheirName
from core.web.links import parts_of
from core.words import _

View = Callable[..., ResponseReturnValue]
V = TypeVar("V", bound=Callable[..., Any])
FRESH = timedelta(minutes=15)
SAFE = {"GET", "HEAD"}
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
        away: bool = False,
        unread: int = 0,
    ) -> None:
        self.id = token
        self.unread = unread  # notices, when the request began
        self.actor = actor
        self.sign_in_id = sign_in_id
        self.confirmed_at = confirmed_at
        self.away = away  # not seen for a quarter of an hour, and no password given since


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
    whoever: bool = False,
) -> Callable[[View], View]:
    """Fetch the object named in the URL, check the permission, hand the object to the view.

    A visitor is sent to log in. A denied function answers 403; a denied object answers 404, as a
    missing one does, so that nobody learns what exists. A view with `steps` commits more than
    once and is never run again by itself; one that is `fresh` wants the password of the last
    fifteen minutes. Who acts for another comes in where they were trusted with the permission's
    scope, and where it is all the same for `whoever` one acts.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url_args: Any) -> ResponseReturnValue:
            if actor_or_none() is None:
                return to_login()
            if not whoever:
                refuse_untrusted(permission.scope, permission.name)
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

        door = guarded if steps else tried_twice(guarded)
        vars(door)["whoever"] = whoever
        return declare(door, permission.name, scope=permission.scope)

    return decorate


@overload
def public(view: V) -> V: ...
@overload
def public(*, scope: str) -> Callable[[V], V]: ...
def public(view: V | None = None, *, scope: str = "") -> V | Callable[[V], V]:
    """Let everyone in; who acts for another only to look, or where trusted with the `scope`.

    A page with a scope shows what is somebody's own.
    """

    def decorate(view: V) -> V:
        return declare(tried_twice(in_their_name(view, scope)), "public", scope=scope)

    return decorate if view is None else decorate(view)


def public_steps(view: V) -> V:
    """Let everyone in to a view that commits more than once, and is never run again by itself.

    It takes codes and passwords, and so is for oneself alone.
    """
    return declare(in_their_name(view, "", looking=False), "public")


def machine(view: V) -> V:
    """Let a machine in, which shows something else than a session."""
    return declare(view, "machine")


@overload
def by_visitors(view: View) -> View: ...
@overload
def by_visitors(*, scope: str) -> Callable[[View], View]: ...
def by_visitors(view: View | None = None, *, scope: str = "") -> View | Callable[[View], View]:
    """Let everyone post what changes a cookie only: language, elder mode, basket.

    Without a session there is no token to show; the browser's own word on where the request
    comes from stands in for it. With a session the token is asked for as everywhere. Who acts for
    another needs the `scope`, and never comes in without one.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**url_args: Any) -> ResponseReturnValue:
            if session:
                current_app.extensions["csrf"].protect()
            elif not from_our_own_page():
                abort(403)
            return view(**url_args)

        trusted = tried_twice(in_their_name(guarded, scope))
        vars(trusted)["by_visitors"] = True
        return declare(trusted, "public", scope=scope)

    return decorate if view is None else decorate(view)


def in_their_name(view: V, scope: str, *, looking: bool = True) -> V:
    """Keep who acts for another out of a public view, unless they may look or hold the scope.

    Only to look at what everybody sees, nobody is asked who they are.
    """

    @wraps(view)
    def guarded(**url_args: Any) -> Any:
        asks = scope or not looking or request.method not in SAFE
        if asks and actor_or_none() is not None:
            refuse_untrusted(scope, "public")
        return view(**url_args)

    return guarded  # type: ignore[return-value]


def is_trusted(actor: Actor | None, scope: str) -> bool:
    """Tell whether somebody acts for themselves, or may do this for whom they act for."""
    return actor is None or not actor.is_proxy or scope in actor.scopes


def refuse_untrusted(scope: str, what: str) -> None:
    """Refuse with 403 what is not in the scopes of who acts for another, and remember the try."""
    actor = current_actor()
    if is_trusted(actor, scope):
        return
    aside(partial(record, "denied", what, by=actor, at=now()))
    raise NotInTheirName(
        _(
            "您正在代%(name)s办理，这件事不在说好的范围里，要本人来办。要办自己的事，请先结束代办。",
            name=actor.for_name,
        )
    )


def from_our_own_page() -> bool:
    """Tell whether the browser says that this request was made by one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return site is not None
    return origin != "null" and parts_of(origin).netloc == request.host


def declare(view: V, access: str, *, scope: str = "") -> V:
    vars(view).update(access=access, scope=scope)
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
    referrer = parts_of(request.referrer or "")
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
    parts = parts_of(target)
    return otherwise if parts.scheme or parts.netloc else target


def check_every_route(app: Flask) -> None:
    """Raise when a route has no declared access."""
    bare = [name for name, view in app.view_functions.items() if "access" not in vars(view)]
    if bare:
        raise RuntimeError(f"routes without declared access: {bare}")
