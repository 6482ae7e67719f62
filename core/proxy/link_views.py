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
from core.house import HOUSE
from core.proxy import operations, queries, rules
from core.proxy.forms import DigitsForm, DisputeForm
from core.proxy.models import Proxy
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
        words=HOUSE.acts,
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
        with writing():
            operations.stop(proxy, "self", by=the_villager(proxy), at=now())
        flash(_("停了，从现在起不能再代办"))
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
    return page("core/proxy/link_dispute.html", form=form, act=act, words=HOUSE.acts, back_to=back)


def is_open(proxy: Proxy) -> bool:
    """Tell whether this browser has given the digits, or it is the villager who is signed in."""
    if session.get(OPENED) == proxy.ref:
        return True
    actor = actor_or_none()
    return actor is not None and actor.id == proxy.person_id


def the_villager(proxy: Proxy) -> Actor:
    """Return who acts on this page: the villager, though nobody has signed in."""
    actor = actor_or_none()
    signed_in = actor is not None and actor.id == proxy.person_id
    number = proxy.person_id
    return Actor(id=number if signed_in else 0, person=number, name=proxy.person.name)
