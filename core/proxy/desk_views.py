"""Proxies at the branch's desk: signed papers, acts to be told, what was said to be wrong."""

from functools import partial

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.operations import who_is_meant
from core.branches.queries import find_neighbour, find_open_branch
from core.clock import now, village_day
from core.db import db, writing
from core.errors import Refused
from core.house import MenuEntry
from core.proxy import access, operations, queries, rules
from core.proxy.forms import AnswerForm, PaperForm, PutDownForm, ToldForm
from core.proxy.operations import Wish
from core.proxy.queries import AtDesk
from core.proxy.stopping import stop_now
from core.proxy.telling import said
from core.storage.models import LARGE
from core.storage.operations import lay_picture
from core.web.file_views import send
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l

bp = Blueprint("proxy_desk", __name__, url_prefix="/desk/<int:branch_id>/proxies")
MENU = (
    MenuEntry(
        place="desk",
        title=_l("代办"),
        endpoint="proxy_desk.home",
        order=32,
        icon="people",
        when=access.in_office,
    ),
)


@bp.get("/")
@needs(access.READ_DESK, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    given = request.args.get("after")
    rows = queries.list_at_desk(branch.id, after=key_of(given) if given is not None else None)
    shown = rows[: queries.PAGE]
    return page(
        "core/proxy/desk_home.html",
        branch=branch,
        rows=shown,
        next_id=shown[-1].id if len(rows) > queries.PAGE else None,
        disputed=queries.list_disputed([branch.id], limit=queries.PAGE) if given is None else [],
        to_tell=queries.list_to_tell([branch.id], limit=queries.PAGE) if given is None else [],
        scopes=lambda each: rules.named(rules.scopes_of(each.scopes)),
        state_of=partial(rules.state_of, today=village_day(now())),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(access.RECORD, of=find_open_branch)
def put_down(branch: Branch) -> ResponseReturnValue:
    """Put down who lets whom do what; the photo of the signed paper comes next."""
    form, by, at = PutDownForm(), current_actor(), now()

    def do() -> str:
        person = who_is_meant(branch.id, form.who.data)
        if find_neighbour(branch.id, person.id) is None:
            raise Refused(_("这个人不是本支部的村民"), field="who")
        try:
            helper = who_is_meant(branch.id, form.helper.data)
        except Refused as refused:
            raise Refused(refused.reason, field="helper") from None
        wish = Wish(scopes=form.chosen, until=form.until.data)
        made = operations.put_down(branch, person, helper, wish, by=by, at=at)
        return url_for(".paper", branch_id=branch.id, proxy_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("登记好了。请两个人都签字，再拍下来交上来，这样才算数。"))
            return redirect(where)
    return page("core/proxy/desk_put_down.html", branch=branch, form=form)


@bp.route("/<int:proxy_id>/paper", methods=["GET", "POST"])
@needs(access.RECORD, of=queries.find_at_desk)
def paper(one: AtDesk) -> ResponseReturnValue:
    """Hand in the photo of what was signed: from then on it counts."""
    proxy, form, by, at = one.proxy, PaperForm(), current_actor(), now()
    is_family = queries.is_family(by.id, proxy.proxy_id)
    why_not = rules.why_not_sign(proxy, by=by.id, is_family=is_family, today=village_day(at))
    if why_not is None and form.validate_on_submit():
        with form.refusals():
            given = form.picture.data
            owner = operations.owner_of_paper(proxy, by=by)
            laid = lay_picture(given.filename or "", given.read(), by=owner)
            db.session.rollback()

            def do() -> str:
                operations.sign(proxy, laid, by=by, at=at)
                return address(".show", one)

            with writing():
                where = form.once(do, at=at)
            flash(_("照片收好了，从现在起可以代办。已经告诉两个人。"))
            return redirect(where)
    return page(
        "core/proxy/desk_paper.html",
        one=one,
        form=form,
        why_not=why_not,
        scopes=rules.named(rules.scopes_of(proxy.scopes)),
    )


@bp.get("/<int:proxy_id>/paper/sheet")
@needs(access.RECORD, of=queries.find_at_desk)
def sheet(one: AtDesk) -> ResponseReturnValue:
    """Print what the two of them sign."""
    scopes = rules.scopes_of(one.proxy.scopes)
    means = [words for scope, words in rules.MEANS.items() if scope in scopes]
    return page("core/proxy/desk_sheet.html", one=one, means=means)


@bp.get("/<int:proxy_id>/paper/photo")
@needs(access.READ_DESK, of=queries.find_at_desk)
def photo(one: AtDesk) -> Response:
    """Show what was signed to the officers of the branch that saw it."""
    stored = one.proxy.paper
    if one.proxy.branch_id != one.branch.id or stored is None or stored.deleted_at:
        abort(404)
    return send(stored, LARGE)


@bp.get("/<int:proxy_id>")
@needs(access.READ_DESK, of=queries.find_at_desk)
def show(one: AtDesk) -> ResponseReturnValue:
    return shown(one, ToldForm(formdata=None))


def shown(one: AtDesk, form: ToldForm) -> ResponseReturnValue:
    """Show what was agreed and done, and what the villager is to be told; or why not."""
    proxy, by, at = one.proxy, current_actor(), now()
    given = request.args.get("before")
    acts = queries.list_acts(proxy.id, before=key_of(given) if given is not None else None)
    listed = acts[: queries.ACTS]
    reaches = queries.is_reachable(proxy.person_id)
    untold = queries.list_to_hand(proxy, reaches=reaches)
    return page(
        "core/proxy/desk_show.html",
        one=one,
        proxy=proxy,
        scopes=rules.named(rules.scopes_of(proxy.scopes)),
        state=rules.state_of(proxy, today=village_day(at)),
        has_photo=proxy.branch_id == one.branch.id and proxy.paper_id is not None,
        why_not_stop=rules.why_not_stop(proxy, today=village_day(at)),
        why_not_tell=operations.why_not_tell(proxy, by=by, at=at) if untold else None,
        reaches=reaches,
        untold=untold,
        form=form,
        acts=listed,
        next_id=listed[-1].id if len(acts) > queries.ACTS else None,
        said=said,
        told=rules.how_told,
    )


@bp.get("/<int:proxy_id>/slip")
@needs(access.TELL, of=queries.find_at_desk)
def slip(one: AtDesk) -> ResponseReturnValue:
    """Print what the villager was not told yet."""
    return page(
        "core/proxy/desk_slip.html",
        one=one,
        acts=queries.list_to_hand(one.proxy),
        said=said,
        scopes=rules.named(rules.scopes_of(one.proxy.scopes)),
        today=village_day(now()),
    )


@bp.post("/<int:proxy_id>/told")
@needs(access.TELL, of=queries.find_at_desk)
def told(one: AtDesk) -> ResponseReturnValue:
    """Note that the villager was told of the acts that were shown, face to face or by a slip."""
    form, by, at = ToldForm(), current_actor(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                count = operations.told_by_hand(
                    one.proxy, form.how.data, upto=int(form.upto.data), by=by, at=at
                )
            flash(_("记下了：%(count)s 件告诉了本人", count=count))
            return redirect(address(".show", one))
    return shown(one, form)


@bp.post("/<int:proxy_id>/stop")
@needs(access.RECORD, of=queries.find_at_desk)
def stop(one: AtDesk) -> ResponseReturnValue:
    stop_now(one.proxy, "desk", by=current_actor())
    return redirect(address(".show", one))


@bp.route("/acts/<int:act_id>", methods=["GET", "POST"])
@needs(access.ANSWER, of=queries.find_act_at_desk)
def answer(one: AtDesk) -> ResponseReturnValue:
    """Answer what the villager says was not right; left for long, the branch above does."""
    act, form, by, at = one.act or abort(404), AnswerForm(), current_actor(), now()
    may_read = access.READ_DESK.granted(by, one)
    has_another = queries.has_another(one.proxy, one.branch.id, at=at)
    if not may_read and not rules.has_climbed(act, has_another=has_another, at=at):
        abort(404)
    why_not = rules.why_not_answer(act, by=by.id, proxy=one.proxy)
    if why_not is None and form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.answer(act, form.text.data, by=by, at=at)
            flash(_("答复好了，已经告诉两个人"))
            return redirect(url_for(".answer", branch_id=one.branch.id, act_id=act.id))
    return page(
        "core/proxy/desk_answer.html",
        one=one,
        act=act,
        form=form,
        why_not=why_not,
        said=said,
        may_read=may_read,
    )


def address(endpoint: str, one: AtDesk) -> str:
    return url_for(endpoint, branch_id=one.branch.id, proxy_id=one.proxy.id)
