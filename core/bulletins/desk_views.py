"""The board at the branch's desk: put up, change, take down."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.bulletins import access, operations, queries, rules
from core.bulletins.forms import EditForm, PostForm
from core.bulletins.models import Bulletin
from core.clock import day_starts, now, village_day
from core.db import writing
from core.house import WaitingItem
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _

bp = Blueprint("bulletins_desk", __name__, url_prefix="/desk/<int:branch_id>/bulletins")
WAITING_SHOWN = 20  # sheets by title; how many more there are is said in a line


@bp.get("/")
@needs(access.READ_BOARD, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    at, given = now(), request.args.get("after")
    after = None
    if given is not None:
        after = queries.find_line(branch.id, key_of(given)) or abort(404)
    hanging = queries.list_hanging(branch.id, at=at, after=after)
    return page(
        "core/bulletins/home.html",
        branch=branch,
        hanging=hanging[: queries.PAGE],
        hanging_in_all=queries.count_hanging(branch.id, at=at),
        next_id=hanging[queries.PAGE - 1].id if len(hanging) > queries.PAGE else None,
        old=[] if after else queries.list_old(branch.id, at=at),
        may_post=access.POST_BULLETIN.granted(current_actor(), branch),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(access.POST_BULLETIN, of=find_open_branch)
def post(branch: Branch) -> ResponseReturnValue:
    form, at = PostForm(), now()
    if not form.is_submitted():
        form.until.data = village_day(at) + rules.USUAL_RUN

    def do() -> str:
        bulletin = operations.post(
            branch,
            title=form.title.data,
            text=form.text.data,
            until=form.until.data,
            tell=form.tell.data,
            by=current_actor(),
            at=at,
        )
        return url_for("bulletins.show", branch_id=branch.id, bulletin_id=bulletin.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("贴好了，村民现在就能看到"))
            return redirect(url_for(".home", branch_id=branch.id))
    return page("core/bulletins/post.html", branch=branch, form=form)


@bp.route("/<int:bulletin_id>", methods=["GET", "POST"])
@needs(access.POST_BULLETIN, of=queries.find_on_board)
def edit(bulletin: Bulletin) -> ResponseReturnValue:
    form = EditForm(obj=bulletin)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.edit(
                    bulletin,
                    version=int(form.version.data),
                    title=form.title.data,
                    text=form.text.data,
                    until=form.until.data,
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了"))
            return redirect(url_for(".home", branch_id=bulletin.branch_id))
    return page("core/bulletins/edit.html", bulletin=bulletin, branch=bulletin.branch, form=form)


@bp.post("/<int:bulletin_id>/take-down")
@needs(access.POST_BULLETIN, of=queries.find_on_board)
def take_down(bulletin: Bulletin) -> ResponseReturnValue:
    branch_id = bulletin.branch_id
    with writing():
        operations.take_down(bulletin, by=current_actor(), at=now())
    flash(_("取下了，村民看不到这张通知了"))
    return redirect(url_for(".home", branch_id=branch_id))


def waiting(actor: Actor, at: datetime) -> Iterable[WaitingItem]:
    """Name the sheets that will soon hang no more, to whoever may let them hang on."""
    branch_ids = actor.branches_as(*rules.WRITERS)
    ending = (
        queries.list_running_out(branch_ids, at=at, limit=WAITING_SHOWN + 1) if branch_ids else []
    )
    for bulletin in ending[:WAITING_SHOWN]:
        yield WaitingItem(
            what=_("通知快到期了：%(title)s", title=bulletin.title),
            since=day_starts(bulletin.until - rules.RUNS_OUT_SOON),
            due=day_starts(bulletin.until + timedelta(days=1)),
            url=url_for(
                "bulletins_desk.edit", branch_id=bulletin.branch_id, bulletin_id=bulletin.id
            ),
        )
    if len(ending) > WAITING_SHOWN:
        shown = Counter(each.branch_id for each in ending[:WAITING_SHOWN])
        until = ending[WAITING_SHOWN].until
        for branch_id, count in queries.count_running_out(branch_ids, at=at).items():
            if more := count - shown[branch_id]:
                yield WaitingItem(
                    what=_("还有 %(count)s 张通知快到期", count=more),
                    since=day_starts(until - rules.RUNS_OUT_SOON),
                    due=day_starts(until + timedelta(days=1)),
                    url=url_for("bulletins_desk.home", branch_id=branch_id),
                )
