"""Signing in and out, and giving the password again."""

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.accounts import codes, demo, queries, rules, sessions, steps
from core.accounts.access import USE
from core.accounts.blueprint import bp
from core.accounts.cookies import (
    AWAITED,
    enter,
    lead_in,
    renew,
    sign_in_id,
    source,
    user_agent,
)
from core.accounts.forms import EmptyForm, LoginForm, PasswordForm, SecondStepForm
from core.accounts.models import CodePurpose
from core.clock import now
from core.db import writing
from core.house import HOUSE
from core.web.forms import page
from core.web.guard import actor_or_none, current_actor, local, needs, public_steps
from core.words import _

HOME = "/me/"


@bp.route("/login", methods=["GET", "POST"])
@public_steps
def login() -> ResponseReturnValue:
    target = local(request.values.get("next"), otherwise=HOME)
    if request.method == "GET" and actor_or_none() is not None:
        return redirect(target)
    form = LoginForm(next=request.args.get("next"))
    if form.validate_on_submit():
        with form.refusals():
            came = steps.sign_in(
                form.who.data,
                form.password.data,
                source=source(),
                user_agent=user_agent(),
                at=now(),
            )
            return lead_in(came, target)
    offered = demo.list_demo_people() if HOUSE.settings.demo else []
    who = {each.name: each.who for each in demo.PEOPLE}
    return page("core/accounts/login.html", form=form, offered=offered, who=who)


@bp.route("/login/code", methods=["GET", "POST"])
@public_steps
def second_step() -> ResponseReturnValue:
    """Ask whose password was right for the code on their phone, or one on paper."""
    target, at = local(request.values.get("next"), otherwise=HOME), now()
    handle = session.get(AWAITED, "")
    waiting = codes.find_live(handle, CodePurpose.SIGN_IN, at=at)
    if waiting is None or waiting.tries >= rules.MOST_TRIES:
        session.pop(AWAITED, None)
        flash(_("这一步过期了，或者试得太多次，请重新登录"), "error")
        return redirect(url_for(".login", next=target))
    form = SecondStepForm(next=request.args.get("next"))
    if form.validate_on_submit():
        with form.refusals():
            entered = steps.finish_sign_in(
                handle, form.code.data, source=source(), user_agent=user_agent(), at=at
            )
            return enter(entered.person, entered.token, target)
    return page("core/accounts/second_step.html", form=form)


@bp.post("/login/demo")
@public_steps
def login_as_demo() -> ResponseReturnValue:
    if not HOUSE.settings.demo:
        abort(404)
    person = demo.find_demo_person(request.form.get("name", ""))
    if person is None:
        abort(404)
    with writing():
        token = sessions.start(person, user_agent=user_agent(), at=now())
    return enter(person, token, local(request.form.get("next"), otherwise=HOME))


@bp.post("/logout")
@needs(USE, whoever=True)
def logout() -> ResponseReturnValue:
    with writing():
        sessions.end(sign_in_id())
    session.clear()
    flash(_("已退出登录"))
    answer = redirect("/")
    answer.headers["Clear-Site-Data"] = '"storage"'  # lessons, drafts: the next one sees none
    return answer


@bp.route("/login/confirm", methods=["GET", "POST"])
@needs(USE, steps=True)
def confirm() -> ResponseReturnValue:
    """Ask for the password again, before something that should not happen by accident."""
    target = local(request.values.get("next"), otherwise=HOME)
    person = queries.get_person(current_actor().id)
    without = HOUSE.settings.demo and demo.is_demo(person)
    kind = EmptyForm if without else PasswordForm
    form = kind(next=request.args.get("next"))
    if form.validate_on_submit():
        with form.refusals():
            at = now()
            if not without:
                steps.check_password(person, form.password.data, source=source(), at=at)
            with writing():
                token = sessions.confirm(current_user.sign_in_id, at=at)
            renew(token)
            return redirect(target)
    return page("core/accounts/confirm.html", form=form, without=without, back=url_for("me.home"))
