"""The second step of signing in: what it is, on, new codes on paper, off."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts import passwords, queries, rules, second_factor, steps, totp
from core.accounts.cookies import renew, sign_in_id, source
from core.accounts.forms import CodeForm, EmptyForm
from core.accounts.models import Person
from core.clock import now
from core.db import writing
from core.me import access
from core.me.blueprint import bp
from core.site.queries import facts
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.web.links import qr_of
from core.words import _


@bp.get("/second-factor", endpoint="second_factor")
@needs(access.SEE)
def second_factor_home() -> ResponseReturnValue:
    person_id = current_actor().id
    factor = second_factor.find(person_id)
    return page(
        "core/me/second_factor.html",
        since=factor.on_at if factor else None,
        left=second_factor.count_left(person_id),
        why_not=second_factor.why_not_prepare(),
    )


@bp.route("/second-factor/new", methods=["GET", "POST"])
@needs(access.CHANGE, steps=True, fresh=True)
def new_second_factor() -> ResponseReturnValue:
    """Say what to do first, show the secret as the answer of a POST, and take the first code."""
    person = queries.get_person(current_actor().id)
    if second_factor.is_on(person.id):
        return redirect(url_for(".second_factor"))
    if "code" in request.form:
        return first_code(person)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                secret = second_factor.prepare(person, at=now())
            return shown(person, secret, CodeForm(formdata=None))
    why_not = second_factor.why_not_prepare()
    return page("core/me/second_factor_new.html", form=form, why_not=why_not)


def first_code(person: Person) -> ResponseReturnValue:
    """Switch it on with a right code; with a wrong one the same secret is shown again."""
    form, factor = CodeForm(), second_factor.find(person.id)
    if factor is None:
        return redirect(url_for(".new_second_factor"))
    if form.validate_on_submit():
        with form.refusals():
            at, actor = now(), current_actor()
            proof = steps.check_second(person.id, form.code.data, source=source(), at=at)
            on_paper = totp.new_paper_codes()
            hashes = [passwords.hash_password(each) for each in on_paper]
            with writing():
                token = second_factor.switch_on(
                    person, proof, hashes, sign_in_id=sign_in_id(), by=actor, at=at
                )
            renew(token)
            return printed(on_paper, begun=True)
    return shown(person, second_factor.secret_of(factor), form)


def shown(person: Person, secret: str, form: CodeForm) -> ResponseReturnValue:
    """Show the secret, to be scanned, opened on the same phone, or typed."""
    account = rules.masked_address(person.phone or person.email or "") or person.name
    issuer = facts()["site_name"] or _("兴村")
    address = totp.address_of(secret, account=account, issuer=issuer)
    return page(
        "core/me/second_factor_show.html",
        form=form,
        secret=rules.printed(secret),
        address=address,
        qr=qr_of(address),
    )


def printed(on_paper: list[str], *, begun: bool = False) -> ResponseReturnValue:
    """Show the codes, this once."""
    shown_once = [rules.printed(each) for each in on_paper]
    return page("core/me/backup_codes.html", codes=shown_once, begun=begun, at=now())


@bp.route("/second-factor/codes", methods=["GET", "POST"])
@needs(access.CHANGE, steps=True, fresh=True)
def backup_codes() -> ResponseReturnValue:
    """Make ten new codes; they are the answer of the POST, and shown nowhere else."""
    person = queries.get_person(current_actor().id)
    if not second_factor.is_on(person.id):
        return redirect(url_for(".second_factor"))
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            at, actor = now(), current_actor()
            proof = steps.check_second(person.id, form.code.data, source=source(), at=at)
            on_paper = totp.new_paper_codes()
            hashes = [passwords.hash_password(each) for each in on_paper]
            with writing():
                second_factor.renew_backup_codes(person, proof, hashes, by=actor, at=at)
            return printed(on_paper)
    left = second_factor.count_left(person.id)
    return page("core/me/new_backup_codes.html", form=form, left=left)


@bp.route("/second-factor/off", methods=["GET", "POST"])
@needs(access.CHANGE, steps=True, fresh=True)
def second_factor_off() -> ResponseReturnValue:
    """Switch it off, with the password of just now and a code."""
    person = queries.get_person(current_actor().id)
    if not second_factor.is_on(person.id):
        return redirect(url_for(".second_factor"))
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            at, actor = now(), current_actor()
            proof = steps.check_second(person.id, form.code.data, source=source(), at=at)
            with writing():
                token = second_factor.switch_off(
                    person, proof, sign_in_id=sign_in_id(), by=actor, at=at
                )
            renew(token)
            flash(_("第二步验证关掉了，其他设备都已退出"))
            return redirect(url_for(".second_factor"))
    return page("core/me/second_factor_off.html", form=form)
