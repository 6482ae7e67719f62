"""Certificates at the branch's desk: what it has issued, and their revocation by two."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.certificates import access, operations, queries, rules
from core.certificates.forms import AnswerForm, RevokeForm
from core.certificates.queries import AtDesk
from core.clock import now, village_day
from core.db import writing
from core.errors import Refused
from core.house import MenuEntry
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l

bp = Blueprint("certificates_desk", __name__, url_prefix="/desk/<int:branch_id>/certificates")
MENU = (
    MenuEntry(
        place="desk",
        title=_l("发出的证书"),
        endpoint="certificates_desk.home",
        order=45,
        icon="patch-check",
        when=access.in_office,
    ),
)
LONGEST_SEARCH = 60


def find_at_desk(branch_id: int, certificate_id: int) -> AtDesk | None:
    """Return the certificate as the desks of today see it, else None."""
    return queries.find_at_desk(branch_id, certificate_id, at=now())


@bp.get("")
@needs(access.READ_LIST, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    given, text = request.args.get("after"), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    after = key_of(given) if given is not None else None
    rows, today = queries.list_issued(branch.id, text=text, after=after), village_day(now())
    shown = rows[: queries.PAGE]
    return page(
        "core/certificates/desk_home.html",
        branch=branch,
        text=text,
        rows=[(each, rules.STATES[rules.state_of(each, today=today)]) for each in shown],
        next_id=shown[-1].id if len(rows) > queries.PAGE else None,
        kinds=rules.KINDS,
    )


@bp.get("/<int:certificate_id>")
@needs(access.READ, of=find_at_desk)
def show(one: AtDesk) -> ResponseReturnValue:
    return shown(one, AnswerForm())


def shown(one: AtDesk, form: AnswerForm) -> ResponseReturnValue:
    """Show a certificate with what may be done about it, or why not."""
    actor, certificate, asked = current_actor(), one.certificate, one.asked
    return page(
        "core/certificates/desk_show.html",
        one=one,
        certificate=certificate,
        kind=rules.KINDS[certificate.kind],
        content=rules.in_words(certificate.content),
        state=rules.STATES[rules.state_of(certificate, today=village_day(now()))],
        revocations=queries.list_revocations(certificate.id),
        at_desk=access.READ_LIST.granted(actor, one),
        may_revoke=access.REVOKE.granted(actor, one),
        why_not_ask=why_not_ask(one),
        may_take_back=asked is not None and asked.asked_by == actor.id,
        why_not_answer=rules.why_not_answer(
            actor.id,
            asked_by=asked.asked_by,
            holder=certificate.person_id,
            seconds=one.seconds,
        )
        if asked
        else None,
        form=form,
    )


def why_not_ask(one: AtDesk) -> str | None:
    by, certificate = current_actor().id, one.certificate
    return rules.why_not_ask(
        is_revoked=certificate.revoked_at is not None,
        is_open=one.asked is not None,
        by=by,
        holder=certificate.person_id,
        seconds=queries.list_seconds(certificate, asked_by=by, at=now()),
    )


@bp.route("/<int:certificate_id>/revoke", methods=["GET", "POST"])
@needs(access.REVOKE, of=find_at_desk)
def revoke(one: AtDesk) -> ResponseReturnValue:
    form, at = RevokeForm(), now()

    def do() -> str:
        asked = operations.ask_revocation(
            one.certificate, reason=form.reason.data, by=current_actor(), at=at
        )
        return str(asked.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("提出来了，等第二个人来定"))
            return redirect(page_of(one))
    return page(
        "core/certificates/desk_revoke.html",
        one=one,
        certificate=one.certificate,
        kind=rules.KINDS[one.certificate.kind],
        why_not=why_not_ask(one),
        form=form,
    )


@bp.post("/<int:certificate_id>/confirm")
@needs(access.ANSWER, of=find_at_desk)
def confirm(one: AtDesk) -> ResponseReturnValue:
    return _answer(one, operations.confirm_revocation, _("撤销了，并告诉了本人"))


@bp.post("/<int:certificate_id>/drop")
@needs(access.ANSWER, of=find_at_desk)
def drop(one: AtDesk) -> ResponseReturnValue:
    return _answer(one, operations.drop_revocation, _("没有撤销，证书照旧有效"))


@bp.post("/<int:certificate_id>/take-back")
@needs(access.TAKE_BACK, of=find_at_desk)
def take_back(one: AtDesk) -> ResponseReturnValue:
    return _answer(one, operations.take_back_revocation, _("撤回了，证书照旧有效"))


def _answer(one: AtDesk, operation: Callable[..., None], said: str) -> ResponseReturnValue:
    form, at = AnswerForm(), now()

    def do() -> str:
        if one.asked is None:
            raise Refused(_("现在没有等着定的撤销"))
        operation(one.asked, by=current_actor(), at=at)
        return str(one.asked.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(said)
            return redirect(page_of(one))
    return shown(find_at_desk(one.branch_id, one.id) or abort(404), form)


def page_of(one: AtDesk) -> str:
    return url_for(".show", branch_id=one.branch_id, certificate_id=one.id)
