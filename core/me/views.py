"""My account: overview, name, password, number and mail address, sessions."""

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.accounts import (
    codes,
    contacts,
    passwords,
    profile,
    queries,
    rules,
    second_factor,
    sessions,
    steps,
    throttles,
)
from core.accounts.addresses import list_addresses
from core.accounts.cookies import PROVED, renew, sign_in_id, source
from core.accounts.forms import CodeForm, EmptyForm
from core.accounts.models import CodePurpose, SignIn
from core.branches.models import OfficeRole
from core.branches.queries import find_branch, find_unit
from core.branches.rules import ROLES
from core.clock import now
from core.db import writing
from core.house import HOUSE, MenuEntry
from core.me import access
from core.me.blueprint import bp
from core.me.forms import ChangePasswordForm, ContactForm, NameForm
from core.web import manner
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, _l

CONFIRMING = CodePurpose.CONFIRM_PHONE, CodePurpose.CONFIRM_EMAIL
MENU = (
    MenuEntry(place="bar", title=_l("我的"), endpoint="me.home", order=90, icon="person"),
    MenuEntry(place="me", title=_l("我的账号"), endpoint="me.home", order=0, icon="person"),
    MenuEntry(place="me", title=_l("地址簿"), endpoint="me.addresses", order=20, icon="geo-alt"),
    MenuEntry(place="me", title=_l("登录的设备"), endpoint="me.sessions", order=30, icon="phone"),
    MenuEntry(place="me", title=_l("设置"), endpoint="me.settings", order=40, icon="gear"),
)


@bp.get("/")
@needs(access.SEE)
def home() -> ResponseReturnValue:
    actor = current_actor()
    person = queries.get_person(actor.person)
    offices = sorted(actor.offices, key=lambda office: (office.path, office.role))
    return page(
        "core/me/home.html",
        person=person,
        phone=rules.masked_phone(person.phone) if person.phone else "",
        unit=find_unit(actor.unit_id) if actor.unit_id else None,
        branch=find_branch(actor.branch_id) if actor.branch_id else None,
        offices=[(find_branch(each.branch_id), ROLES[OfficeRole(each.role)]) for each in offices],
        addresses=len(list_addresses(person.id)),
        second=second_factor.is_on(person.id),
        devices=len(queries.list_sign_ins(person.id, at=now())),
        by_sms=HOUSE.sms.reaches,
    )


@bp.route("/name", methods=["GET", "POST"])
@needs(access.CHANGE)
def name() -> ResponseReturnValue:
    person = queries.get_person(current_actor().person)
    form = NameForm(obj=person)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                profile.rename(person, form.name.data, by=current_actor(), at=now())
            flash(_("姓名改好了"))
            return redirect(url_for(".home"))
    return page("core/me/name.html", form=form)


@bp.route("/password", methods=["GET", "POST"])
@needs(access.CHANGE, steps=True, fresh=True)
def password() -> ResponseReturnValue:
    person = queries.get_person(current_actor().person)
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            about = person.name, person.phone, person.email
            steps.refuse_easy(form.password.data, about=about)
            password_hash = passwords.hash_password(form.password.data)
            with writing():
                token = profile.change_password(
                    person,
                    password_hash=password_hash,
                    sign_in_id=sign_in_id(),
                    by=current_actor(),
                    at=now(),
                )
            renew(token)
            flash(_("密码改好了，其他设备都已退出"))
            return redirect(url_for(".home"))
    return page("core/me/password.html", form=form)


@bp.route("/contact", methods=["GET", "POST"])
@needs(access.CHANGE, steps=True, fresh=True)
def contact() -> ResponseReturnValue:
    """Ask for another number or mail address; the code goes there."""
    person = queries.get_person(current_actor().person)
    form = ContactForm()
    if form.validate_on_submit():
        with form.refusals():
            address, at = form.address.data, now()
            steps.refuse_unreachable(address, by_sms=HOUSE.sms.reaches)
            with writing():
                throttles.count_try(rules.REGISTER, f"contact:{person.id}", at=at)
                throttles.count_try(rules.SEND, f"contact:{address}", at=at)
            with writing():
                code = contacts.ask_for_change(person, address, language=manner.language(), at=at)
                handle = code.handle
            return redirect(url_for(".contact_code", handle=handle))
    return page("core/me/contact.html", form=form, person=person, by_sms=HOUSE.sms.reaches)


@bp.route("/contact/<handle>", methods=["GET", "POST"])
@needs(access.CHANGE, steps=True)
def contact_code(handle: str) -> ResponseReturnValue:
    """Take the code from the message, or the tap after the letter's link."""
    at, actor = now(), current_actor()
    code = codes.find_live(handle, *CONFIRMING, at=at)
    if code is None or code.person_id != actor.id:
        flash(_("验证码或链接已经过期或用过了，请再来一次"), "error")
        return redirect(url_for(".contact"))
    address = code.address or ""
    by_mail = rules.is_email(address)
    opened = by_mail and session.get(PROVED) == handle
    form = EmptyForm() if by_mail else CodeForm()
    if (opened or not by_mail) and form.validate_on_submit():
        with form.refusals():
            if not by_mail:
                steps.check_code(handle, form.code.data, *CONFIRMING, source=source(), at=at)
            with writing():
                contacts.change(code, by=actor, at=at)
            session.pop(PROVED, None)
            flash(_("改好了，以后用 %(address)s 登录", address=rules.masked_address(address)))
            return redirect(url_for(".home"))
    return page(
        "core/me/contact_code.html", form=form, address=address, by_mail=by_mail, opened=opened
    )


@bp.get("/sessions", endpoint="sessions")
@needs(access.SEE)
def sessions_list() -> ResponseReturnValue:
    mine = queries.list_sign_ins(current_actor().id, at=now())
    return page("core/me/sessions.html", sign_ins=mine, here=sign_in_id())


@bp.post("/sessions/<int:sign_in_id>/end")
@needs(access.END_SESSION, of=queries.find_sign_in)
def end_session(sign_in: SignIn) -> ResponseReturnValue:
    here = sign_in.id == current_user.sign_in_id
    with writing():
        sessions.end_one(sign_in, by=current_actor(), at=now())
    if here:
        session.clear()
        flash(_("已退出登录"))
        return redirect("/")
    flash(_("那台设备已退出"))
    return redirect(url_for(".sessions"))


@bp.post("/sessions/end-others")
@needs(access.CHANGE)
def end_other_sessions() -> ResponseReturnValue:
    with writing():
        count = sessions.end_others(sign_in_id(), by=current_actor(), at=now())
    flash(_("%(count)s 台设备已退出", count=count) if count else _("没有别的设备"))
    return redirect(url_for(".sessions"))
