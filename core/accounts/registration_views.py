"""Making an account."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from core.accounts import codes, passwords, queries, registration, rules, sessions, steps, throttles
from core.accounts.blueprint import bp
from core.accounts.cookies import PROVED, enter, source, user_agent
from core.accounts.forms import CodeForm, PasswordForm, RegisterForm
from core.accounts.models import Code, CodePurpose
from core.clock import now
from core.db import writing
from core.house import HOUSE
from core.web import manner
from core.web.forms import page
from core.web.guard import actor_or_none, local, public_steps
from core.words import _


@bp.route("/register", methods=["GET", "POST"])
@public_steps
def register() -> ResponseReturnValue:
    if request.method == "GET" and actor_or_none() is not None:
        return redirect(url_for("me.home"))
    form = RegisterForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return page("core/accounts/register.html", form=form)
    address, at = form.address.data, now()
    with writing():
        throttles.count_try(rules.REGISTER, source(), at=at)
        throttles.count_try(rules.SEND, f"register:{address}", at=at)
    password_hash = passwords.hash_password(form.password.data)
    facts = {"name": form.name.data, "password_hash": password_hash, "at": at}
    if not rules.is_email(address) and not HOUSE.sms.reaches:
        with writing():
            registration.register_at_once(
                phone=address, language=manner.language(), elder=manner.elder(), **facts
            )
        flash(_("现在可以登录了"))
        return redirect(url_for(".login", next=local(form.next.data, otherwise="/me/")))
    with writing():
        code = registration.ask_to_register(address=address, language=manner.language(), **facts)
    return redirect(url_for(".register_code", handle=code.handle))


@bp.route("/register/<handle>", methods=["GET", "POST"])
@public_steps
def register_code(handle: str) -> ResponseReturnValue:
    """Wait for the code, or tell to look for the letter."""
    at = now()
    code = codes.find_live(handle, CodePurpose.REGISTER, at=at)
    if code is None:
        return too_late()
    address = code.address or ""
    form = CodeForm()
    if not rules.is_email(address) and form.validate_on_submit():
        with form.refusals():
            code = steps.check_code(
                handle, form.code.data, CodePurpose.REGISTER, source=source(), at=at
            )
            return finish(code)
    return page(
        "core/accounts/register_code.html",
        form=form,
        by_mail=rules.is_email(address),
        address=address,
    )


@bp.route("/register/<handle>/open", methods=["GET", "POST"])
@public_steps
def register_open(handle: str) -> ResponseReturnValue:
    """Finish from the letter's link; the password shows that it was them who registered."""
    at = now()
    code = codes.find_live(handle, CodePurpose.REGISTER, at=at)
    if code is None or session.get(PROVED) != handle:
        return too_late()
    form = PasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            steps.check_waiting_password(code, form.password.data, source=source(), at=at)
            return finish(code)
    return page("core/accounts/register_open.html", form=form, name=code.name)


def finish(code: Code) -> ResponseReturnValue:
    """Make the account and let its owner in."""
    at = now()
    with writing():
        person_id = registration.finish(code, elder=manner.elder(), at=at).id
        person = queries.get_person(person_id)
        token = sessions.start(person, user_agent=user_agent(), at=at)
    session.pop(PROVED, None)
    answer = enter(person, token, url_for("me.home"))
    flash(_("账号开好了，欢迎您"))
    return answer


def too_late() -> ResponseReturnValue:
    flash(_("这一步已经过期或做过了。请再注册一次，或直接登录。"), "error")
    return redirect(url_for(".register"))
