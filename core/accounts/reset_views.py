"""Getting in again: by a code, a link, or a slip from an officer."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from core.accounts import codes, passwords, queries, resets, rules, steps, throttles
from core.accounts.blueprint import bp
from core.accounts.cookies import PROVED, lead_in, source, user_agent
from core.accounts.forms import AddressForm, CodeForm, NewPasswordForm, SlipForm, TakeOverForm
from core.accounts.models import Code, CodePurpose, Person
from core.clock import now
from core.db import writing
from core.house import HOUSE
from core.web import manner
from core.web.forms import page
from core.web.guard import public, public_steps
from core.words import _

SETTING = (CodePurpose.RESET, CodePurpose.TAKE_OVER, CodePurpose.ADMIN)
CONFIRMING = (CodePurpose.CONFIRM_PHONE, CodePurpose.CONFIRM_EMAIL)


@bp.route("/reset", methods=["GET", "POST"])
@public_steps
def reset() -> ResponseReturnValue:
    """Ask for a code; the answer is the same whether there is an account or not."""
    form = AddressForm()
    if form.validate_on_submit():
        address, at = form.address.data, now()
        if not rules.is_email(address) and not HOUSE.sms.reaches:
            return redirect(url_for(".slip"))
        with writing():
            throttles.count_try(rules.REGISTER, f"reset:{source()}", at=at)
            throttles.count_try(rules.RESET, steps.account_of(address), at=at)
        with writing():
            handle = resets.ask_for_reset(address, language=manner.language(), at=at).handle
        return redirect(url_for(".reset_code", handle=handle))
    return page("core/accounts/reset.html", form=form, by_sms=HOUSE.sms.reaches)


@bp.route("/reset/slip", methods=["GET", "POST"])
@public_steps
def slip() -> ResponseReturnValue:
    """Take the twelve digits that an officer has printed after seeing the person."""
    form = SlipForm()
    if form.validate_on_submit():
        with form.refusals():
            digits = rules.normal_code(form.code.data)
            handle, secret = digits[: rules.PRINTED_HANDLE], digits[rules.PRINTED_HANDLE :]
            purposes = CodePurpose.RESET, CodePurpose.TAKE_OVER
            steps.check_code(handle, secret, *purposes, source=source(), at=now())
            session[PROVED] = handle
            return redirect(url_for(".new_password", handle=handle))
    return page("core/accounts/slip.html", form=form)


@bp.route("/reset/<handle>", methods=["GET", "POST"])
@public_steps
def reset_code(handle: str) -> ResponseReturnValue:
    """Wait for the code, or tell to look for the letter."""
    code = codes.find_live(handle, CodePurpose.RESET, at=now())
    if code is None or code.address is None:
        return too_late()
    address = code.address
    form = CodeForm()
    if not rules.is_email(address) and form.validate_on_submit():
        with form.refusals():
            steps.check_code(handle, form.code.data, CodePurpose.RESET, source=source(), at=now())
            session[PROVED] = handle
            return redirect(url_for(".new_password", handle=handle))
    return page(
        "core/accounts/reset_code.html",
        form=form,
        by_mail=rules.is_email(address),
        address=address,
    )


@bp.get("/link/<handle>")
@public
def open_link(handle: str) -> ResponseReturnValue:
    """Take the key out of the address at once, so that no later page can pass it on."""
    code = codes.find_live(handle, *CodePurpose, at=now())
    key = request.args.get("key", "")
    if code is None or not codes.is_link(code) or not codes.is_right(code, key):
        return too_late()
    session[PROVED] = handle
    if code.purpose is CodePurpose.REGISTER:
        return redirect(url_for(".register_open", handle=handle))
    if code.purpose in CONFIRMING:
        return redirect(url_for("me.contact_code", handle=handle))
    return redirect(url_for(".new_password", handle=handle))


@bp.route("/password/<handle>", methods=["GET", "POST"])
@public_steps
def new_password(handle: str) -> ResponseReturnValue:
    """Choose a password, and for an account taken over also what to sign in with."""
    code = codes.find_live(handle, *SETTING, at=now())
    if code is None or session.get(PROVED) != handle:
        return too_late()
    person = queries.find_person(code.person_id) if code.person_id else None
    taking_over = code.purpose is CodePurpose.TAKE_OVER
    form = (
        TakeOverForm(address=person.phone if person else None) if taking_over else NewPasswordForm()
    )
    if form.validate_on_submit():
        with form.refusals():
            return set_password(code, person, form)
    name = person.name if person else code.name
    return page("core/accounts/new_password.html", form=form, name=name, taking_over=taking_over)


def set_password(code: Code, person: Person | None, form: NewPasswordForm) -> ResponseReturnValue:
    """Set it and let the person in; a second step that is on is asked for as ever."""
    about = (person.name, person.phone, person.email) if person else (code.name, code.address)
    steps.refuse_easy(form.password.data, about=about)
    password_hash, at = passwords.hash_password(form.password.data), now()
    with writing():
        if code.purpose is CodePurpose.ADMIN:
            owner = resets.become_admin(code, password_hash=password_hash, at=at)
        elif code.purpose is CodePurpose.TAKE_OVER:
            owner = resets.take_over(
                code, address=form.address.data, password_hash=password_hash, at=at
            )
        else:
            owner = resets.set_password(code, password_hash=password_hash, at=at)
        came = steps.let_in(owner, user_agent=user_agent(), at=at)
    session.pop(PROVED, None)
    answer = lead_in(came, url_for("me.home"))
    entered = isinstance(came, steps.Entered)
    flash(_("密码设好了，您已登录") if entered else _("密码设好了，还要第二步验证"))
    return answer


def too_late() -> ResponseReturnValue:
    flash(_("验证码或链接已经过期、用过，或者写错了。请再要一个。"), "error")
    return redirect(url_for(".reset"))
