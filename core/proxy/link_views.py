"""The villager's page, without signing in: its address comes by SMS, the last digits open it."""

import hmac

from flask import Blueprint, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.accounts import throttles
from core.accounts.cookies import source
from core.accounts.rules import CODES, normal_code
from core.clock import now, village_day
from core.db import writing
from core.errors import Refused
from core.proxy import operations, queries, rules
from core.proxy.forms import DigitsForm, DisputeForm
from core.proxy.models import Proxy
from core.proxy.stopping import stop_now
from core.proxy.telling import said
from core.web.forms import key_of, page
from core.web.guard import actor_or_none, public, public_steps
from core.words import _

bp = Blueprint("proxy_link", __name__, url_prefix="/proxy")
OPENED = "proxy_opened"  # the ref of the page whose digits this browser has given


@bp.route("/<ref>", methods=["GET", "POST"])
@public_steps
def show(ref: str) -> ResponseReturnValue:
    """Ask for the digits, then show who acts, what was done, and how to stop it."""
    proxy = queries.find_by_ref(ref) or abort(404)
    if not is_open(proxy):
        return ask_digits(proxy)
    today = village_day(now())
    given = request.args.get("before")
    acts = queries.list_acts(proxy.id, before=key_of(given) if given is not None else None)
    shown = acts[: queries.ACTS]
    return page(
        "core/proxy/link.html",
        proxy=proxy,
        scopes=rules.named(rules.scopes_of(proxy.scopes)),
        state=rules.state_of(proxy, today=today),
        why_not_stop=rules.why_not_stop(proxy, today=today),
        acts=shown,
        next_id=shown[-1].id if len(acts) > queries.ACTS else None,
        said=said,
        is_own=is_signed_in(proxy),
    )


def ask_digits(proxy: Proxy) -> ResponseReturnValue:
    """Open the page to the last digits of the villager's number; each try is counted first."""
    form, phone, at = DigitsForm(), proxy.person.phone, now()
    if phone and form.validate_on_submit():
        with form.refusals():
            with writing():
                throttles.count_try(CODES, source(), at=at)
                throttles.count_try(rules.OPENED, proxy.ref, at=at)
            given = normal_code(form.digits.data)
            if not hmac.compare_digest(given, phone[-rules.DIGITS :]):
                raise Refused(_("不对，请再看看是不是收到短信的那个手机号"), field="digits")
            session[OPENED] = proxy.ref
            return redirect(url_for(".show", ref=proxy.ref))
    return page("core/proxy/digits.html", form=form, has_phone=bool(phone))


@bp.post("/<ref>/stop")
@public
def stop(ref: str) -> ResponseReturnValue:
    proxy = queries.find_by_ref(ref) or abort(404)
    if is_open(proxy):
        stop_now(proxy, "self", by=the_villager(proxy))
    return redirect(url_for(".show", ref=proxy.ref))


@bp.route("/<ref>/acts/<int:act_id>/dispute", methods=["GET", "POST"])
@public_steps
def dispute(ref: str, act_id: int) -> ResponseReturnValue:
    act = queries.find_act_of(ref, act_id) or abort(404)
    back = url_for(".show", ref=ref)
    if not is_open(act.proxy):
        return redirect(back)
    form, at = DisputeForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.dispute(act, form.said, by=the_villager(act.proxy), at=at)
            flash(_("记下了，支部 3 天内来问清楚，再告诉您"))
            return redirect(back)
    return page("core/proxy/link_dispute.html", form=form, act=act, said=said, back_to=back)


def is_open(proxy: Proxy) -> bool:
    """Tell whether this browser has given the digits, or it is the villager who is signed in."""
    return session.get(OPENED) == proxy.ref or is_signed_in(proxy)


def is_signed_in(proxy: Proxy) -> bool:
    """Tell whether it is the villager who is signed in."""
    actor = actor_or_none()
    return actor is not None and actor.id == proxy.person_id


def the_villager(proxy: Proxy) -> Actor:
    """Return who acts on this page: the villager, though nobody has signed in."""
    number = proxy.person_id
    return Actor(id=number if is_signed_in(proxy) else 0, person=number, name=proxy.person.name)
