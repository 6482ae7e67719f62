"""Accounts: found by full number or mail address, locked out, let in, named clerk."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts import operations as accounts
from core.accounts.models import GrantKind, Person
from core.accounts.queries import find_by_address, find_person, list_grants, list_sign_ins
from core.admin import operations, queries
from core.admin.access import ADMINISTER
from core.admin.blueprint import bp
from core.admin.forms import DisableForm, FindForm
from core.branches.rules import ROLES
from core.clock import now
from core.db import writing
from core.errors import Refused
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _


@bp.route("/people", methods=["GET", "POST"])
@needs(ADMINISTER, fresh=True)
def people() -> ResponseReturnValue:
    """Find one account; whoever is not named in full is not found, and nobody is listed."""
    form = FindForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                found = named(form.who.data)
                operations.look_up(found, by=current_actor(), at=now())
                where = url_for(".person", person_id=found.id)
            return redirect(where)
    return page("core/admin/people.html", form=form)


def find_shown(person_id: int) -> Person | None:
    """Return the person if they are staff or this administrator has just looked them up."""
    found = find_person(person_id)
    by = current_actor()
    if found is None or not queries.may_show(found.id, to=by.id, at=now()):
        return None
    return found


def named(address: str) -> Person:
    """Return whose number or mail address this is; refused for nobody's."""
    found = find_by_address(address)
    if found is None or found.closed_at:
        raise Refused(_("没有这个号码或邮箱的账号"), field="who")
    return found


@bp.get("/people/<int:person_id>")
@needs(ADMINISTER, of=find_shown, fresh=True)
def person(found: Person) -> ResponseReturnValue:
    at = now()
    granted = queries.grants_of(found.id)
    return page(
        "core/admin/person.html",
        person=found,
        is_clerk=GrantKind.CLERK in granted,
        is_admin=GrantKind.ADMIN in granted,
        offices=[
            _("%(branch)s%(role)s", branch=name, role=ROLES[role])
            for name, role in queries.terms_of(found.id, at=at)
        ],
        village=queries.village_of(found.id),
        sessions=list_sign_ins(found.id, at=at),
    )


@bp.route("/people/<int:person_id>/disable", methods=["GET", "POST"])
@needs(ADMINISTER, of=find_shown, fresh=True)
def disable(found: Person) -> ResponseReturnValue:
    form = DisableForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.disable(
                    found,
                    reason=form.reason.data,
                    is_admin=GrantKind.ADMIN in queries.grants_of(found.id),
                    by=current_actor(),
                    at=now(),
                )
                where = url_for(".person", person_id=found.id)
            flash(_("停用了，所有设备都已退出"))
            return redirect(where)
    return page("core/admin/disable.html", form=form, person=found)


@bp.post("/people/<int:person_id>/enable")
@needs(ADMINISTER, of=find_shown, fresh=True)
def enable(found: Person) -> ResponseReturnValue:
    return act(
        found,
        lambda: accounts.enable(found, by=current_actor(), at=now()),
        _("恢复了，可以登录了"),
    )


@bp.post("/people/<int:person_id>/end-sessions")
@needs(ADMINISTER, of=find_shown, fresh=True)
def end_sessions(found: Person) -> ResponseReturnValue:
    return act(
        found,
        lambda: accounts.end_sessions(found, by=current_actor(), at=now()),
        _("所有设备都已退出"),
    )


@bp.post("/people/<int:person_id>/end-clerk")
@needs(ADMINISTER, of=find_shown, fresh=True)
def end_clerk(found: Person) -> ResponseReturnValue:
    return act(
        found,
        lambda: operations.end_clerk(found, by=current_actor(), at=now()),
        _("不再是运营人员了"),
        url_for(".clerks"),
    )


def act(found: Person, do: Callable[[], object], said: str, where: str = "") -> ResponseReturnValue:
    """Do one thing with an account and show it again, or `where`; a refusal is shown there too."""
    where = where or url_for(".person", person_id=found.id)
    try:
        with writing():
            do()
        flash(said)
    except Refused as refused:
        flash(refused.reason, "error")
    return redirect(where)


@bp.route("/clerks", methods=["GET", "POST"])
@needs(ADMINISTER, fresh=True)
def clerks() -> ResponseReturnValue:
    """Show who works for the operator, and name another one by full number or mail address."""
    form = FindForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                found = named(form.who.data)
                operations.name_clerk(found, by=current_actor(), at=now())
                name = found.name
            flash(_("%(name)s是运营人员了，要重新登录一次", name=name))
            return redirect(url_for(".clerks"))
    return page(
        "core/admin/clerks.html",
        form=form,
        clerks=list_grants(GrantKind.CLERK),
        admins=list_grants(GrantKind.ADMIN),
    )
