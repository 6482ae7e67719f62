"""In whose name a session acts: taken up, ended, found out on each request, noted with a deed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import current_app, g, request, session

from core.clock import village_day
from core.db import after_commit, is_repeat, watch
from core.proxy import queries, rules
from core.proxy.models import Proxy
from core.proxy.operations import note_act
from core.proxy.rules import Standing
from core.web.acting import NotInTheirName
from core.web.guard import SignedIn
from core.words import speaking

ACTING = "acting"  # the proxy's id, in the signed cookie of the session
CSRF = "csrf_token"
FACT = "act_fact"


def take_up(proxy: Proxy) -> None:
    """Act for the villager from the next request on."""
    session[ACTING] = proxy.id
    forget_forms()


def end() -> bool:
    """Act for oneself again; tell whether anybody was acted for."""
    was = session.pop(ACTING, None)
    forget_forms()
    return was is not None


def forget_forms() -> None:
    """Let no form that stands open be sent in another name than that in which it was shown."""
    session.pop(CSRF, None)
    g.pop(CSRF, None)


def in_whose_name(signed_in: SignedIn | None, *, at: datetime) -> SignedIn | None:
    """Return who is behind the request: who acts for another has their scopes, and no offices.

    Where that is over the request is refused and the cookie cleaned, so that nothing happens in
    one's own name that was meant for the other; only signing out goes on. One query more, and
    only for who acts.
    """
    if signed_in is None or ACTING not in session:
        return signed_in
    day = village_day(at)
    standing = queries.find_standing(session[ACTING], proxy=signed_in.actor.id)
    why_not = rules.why_not_act(standing, today=day)
    if standing is None or why_not:
        end()
        if _is_for("whoever"):
            return signed_in
        raise NotInTheirName(why_not or "", over=True)
    own = signed_in.actor
    signed_in.actor = replace(
        own,
        person=standing.person_id,
        for_name=standing.name,
        scopes=frozenset(standing.scopes.split(",")),
        offices=frozenset(),
        is_admin=False,
        is_clerk=False,
        branch_id=None,
        unit_id=standing.unit_id,
    )
    signed_in.unread = 0  # the villager's inbox is theirs
    if _is_for("scope"):
        watch(partial(noted, standing, at))
    return signed_in


def _is_for(what: str) -> bool:
    """Tell whether the view that is asked for is marked so by the guard."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and bool(vars(view).get(what))


def note_fact(fact: str, *, url: str) -> None:
    """Say inside the transaction of a deed what came of it, and the villager's page about it.

    A few words that may stand in a message: a number, a sum, a title; never what somebody wrote
    in confidence. It matters only where the deed is done for another.
    """
    with speaking("zh"):  # a key of the catalogue stays one, said as the reader says it
        setattr(g, FACT, (str(fact), url))


@contextmanager
def noted(standing: Standing, at: datetime) -> Iterator[None]:
    """Let a transaction be stored only while one may act, and with a line of what was done.

    A request leaves one line however often it commits, and none where a form was only sent again.
    """
    if not queries.still_stands(standing.proxy_id, day=village_day(at)):
        end()
        why = rules.why_not_act(replace(standing, stopped=True), today=village_day(at))
        raise NotInTheirName(why or "", over=True)
    yield
    if "act_noted" not in g and not is_repeat():
        fact, url = g.pop(FACT, ("", request.path))
        note_act(standing.proxy_id, str(request.endpoint), url, fact=fact, at=at)
        after_commit(partial(setattr, g, "act_noted", True))  # noqa: FBT003
