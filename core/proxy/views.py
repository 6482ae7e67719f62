"""Who acts for me and for whom I act: asked for, begun, ended, stopped, disputed."""

from datetime import date, timedelta
from functools import partial

from flask import Blueprint, abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from core.accounts import codes, steps, throttles
from core.accounts.cookies import source
from core.accounts.forms import CodeForm
from core.accounts.models import CodePurpose
from core.clock import now, village_day
from core.db import writing
from core.house import HOUSE, MenuEntry
from core.proxy import access, acting, operations, queries, rules
from core.proxy.forms import AskForm, DisputeForm
from core.proxy.models import Act, Proxy
from core.proxy.operations import Wish
from core.proxy.stopping import stop_now
from core.proxy.telling import said
from core.storage.models import LARGE
from core.web.file_views import send
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l

bp = Blueprint("proxy", __name__, url_prefix="/me/proxies")
MENU = (MenuEntry(place="me", title=_l("代办"), endpoint="proxy.home", order=28, icon="people"),)


@bp.get("/")
@needs(access.SEE_OWN)
def home() -> ResponseReturnValue:
    actor, today = current_actor(), village_day(now())
    given = request.args.get("after")
    mine = queries.list_by(
        actor.person, day=today, after=key_of(given) if given is not None else None
    )
    shown = mine[: queries.PAGE]
    return page(
        "core/proxy/home.html",
        helpers=queries.list_for(actor.person) if given is None else [],
        mine=shown,
        next_id=shown[-1].id if len(mine) > queries.PAGE else None,
        scopes=words_of,
        state_of=partial(rules.state_of, today=today),
        by_sms=HOUSE.sms.reaches,
    )


@bp.route("/ask", methods=["GET", "POST"])
@needs(access.ASK, steps=True)
def ask() -> ResponseReturnValue:
    """Ask to act for somebody; the answer is the same whether there is such a person or not."""
    form, actor, at = AskForm(), current_actor(), now()
    if HOUSE.sms.reaches and form.validate_on_submit():
        until = village_day(at) + timedelta(days=form.days.data)
        with form.refusals():
            with writing():
                throttles.count_try(rules.ASKED, f"person:{actor.person}", at=at)
                throttles.count_try(rules.SENT, form.phone.data, at=at)
            with writing():
                wish = Wish(scopes=form.chosen, until=until)
                code = operations.ask(form.phone.data, wish, by=actor, at=at)
                handle = code.handle
            return redirect(url_for(".code", handle=handle))
    return page("core/proxy/ask.html", form=form, by_sms=HOUSE.sms.reaches)


@bp.route("/code/<handle>", methods=["GET", "POST"])
@needs(access.ASK, steps=True)
def code(handle: str) -> ResponseReturnValue:
    """Take the six digits that the villager has told."""
    actor, at = current_actor(), now()
    found = codes.find_live(handle, CodePurpose.PROXY, at=at)
    if found is None or not operations.is_mine(found, by=actor):
        flash(_("验证码已经过期或用过了，请再要一个"), "error")
        return redirect(url_for(".ask"))
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            right = steps.check_code(
                handle, form.code.data, CodePurpose.PROXY, source=source(), at=at
            )
            with writing():
                proxy_id = operations.agree_by_code(right, by=actor, at=at).id
            flash(_("同意了，现在就可以开始代办"))
            return redirect(url_for(".show", proxy_id=proxy_id))
    facts = found.facts or {}
    return page(
        "core/proxy/code.html",
        form=form,
        phone=found.address,
        what=rules.named(rules.scopes_of(facts["scopes"])),
        until=date.fromisoformat(facts["until"]),
    )


@bp.get("/<int:proxy_id>")
@needs(access.READ, of=queries.find_proxy)
def show(proxy: Proxy) -> ResponseReturnValue:
    """Show what was agreed, and every act."""
    today = village_day(now())
    given = request.args.get("before")
    acts = queries.list_acts(proxy.id, before=key_of(given) if given is not None else None)
    shown = acts[: queries.ACTS]
    return page(
        "core/proxy/show.html",
        proxy=proxy,
        mine=proxy.person_id == current_actor().person,
        scopes=words_of(proxy),
        state=rules.state_of(proxy, today=today),
        why_not_stop=rules.why_not_stop(proxy, today=today),
        acts=shown,
        next_id=shown[-1].id if len(acts) > queries.ACTS else None,
        said=said,
        told=rules.how_told,
    )


@bp.get("/<int:proxy_id>/paper")
@needs(access.READ_PAPER, of=queries.find_proxy)
def paper(proxy: Proxy) -> ResponseReturnValue:
    """Show what one has signed."""
    if proxy.paper is None or proxy.paper.deleted_at:
        abort(404)
    return send(proxy.paper, LARGE)


@bp.post("/<int:proxy_id>/start")
@needs(access.START, of=queries.find_proxy)
def start(proxy: Proxy) -> ResponseReturnValue:
    """Act for the villager from now on, in this session."""
    actor, at = current_actor(), now()
    standing = queries.find_standing(proxy.id, proxy=actor.person)
    if why_not := rules.why_not_act(standing, today=village_day(at)):
        flash(why_not, "error")
        return redirect(url_for(".home"))
    with writing():
        operations.note_start(proxy, by=actor, at=at)
    acting.take_up(proxy)
    return redirect(url_for(".doing"))


@bp.get("/now", endpoint="doing")
@needs(access.END, whoever=True)
def doing() -> ResponseReturnValue:
    """Say for whom one acts, and what can be done."""
    proxy_id = session.get(acting.ACTING)
    proxy = queries.find_proxy(proxy_id) if current_actor().is_proxy and proxy_id else None
    if proxy is None:
        return redirect(url_for(".home"))
    scopes = rules.scopes_of(proxy.scopes)
    means = [words for scope, words in rules.MEANS.items() if scope in scopes]
    return page("core/proxy/doing.html", proxy=proxy, means=means)


@bp.post("/end")
@needs(access.END, whoever=True)
def end() -> ResponseReturnValue:
    """Act for oneself again."""
    if acting.end():
        flash(_("代办结束了，现在办的是您自己的事"))
    return redirect(url_for(".home"))


@bp.post("/<int:proxy_id>/stop")
@needs(access.STOP, of=queries.find_proxy)
def stop(proxy: Proxy) -> ResponseReturnValue:
    actor = current_actor()
    why = "self" if actor.person == proxy.person_id else "proxy"
    stop_now(proxy, why, by=actor)
    return redirect(url_for(".show", proxy_id=proxy.id))


@bp.route("/acts/<int:act_id>/dispute", methods=["GET", "POST"])
@needs(access.DISPUTE, of=queries.find_act)
def dispute(act: Act) -> ResponseReturnValue:
    """Say that one act was not right."""
    form, at = DisputeForm(), now()
    back = url_for(".show", proxy_id=act.proxy_id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.dispute(act, form.said, by=current_actor(), at=at)
            flash(_("记下了，支部 3 天内来问清楚，再告诉您"))
            return redirect(back)
    return page("core/proxy/dispute.html", form=form, act=act, said=said, back_to=back)


def words_of(proxy: Proxy) -> str:
    """Return in words what the helper may do."""
    return rules.named(rules.scopes_of(proxy.scopes))
