"""Producers at the desk of the branch that verifies them, their papers compared twice a year."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.branches.rules import LEADERS
from core.clock import now, village_day
from core.db import writing
from core.house import MenuEntry, WaitingItem
from core.qualifications.access import in_office
from core.web.file_views import send
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.web.prose import prose
from core.words import _, _l
from shop.access import COMPARE_PAPERS, LIST_AT_DESK, READ_AT_DESK
from shop.producers import operations, queries, rules
from shop.producers.queries import desk
from shop.producers.queries.papers import held_kinds

bp = Blueprint("producers_desk", __name__, url_prefix="/desk/<int:branch_id>/producers")
WITHIN = timedelta(days=14)  # to compare, once it is due
MENU = (
    MenuEntry(
        place="desk",
        title=_l("商家"),
        endpoint="producers_desk.home",
        order=46,
        icon="shop",
        when=in_office,
    ),
)


@bp.get("/")
@needs(LIST_AT_DESK, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    at, given = now(), request.args.get("after")
    after = key_of(given) if given is not None else None
    rows = desk.list_at_desk(branch.id, at=at, after=after)
    shown = rows[: desk.PAGE]
    return page(
        "shop/producers/desk_home.html",
        branch=branch,
        rows=shown,
        next_id=shown[-1].at_desk.id if len(rows) > desk.PAGE else None,
        at=at,
        kinds=rules.KINDS,
        in_words=rules.in_words,
        is_check_due=rules.is_check_due,
    )


@bp.get("/<int:producer_id>")
@needs(READ_AT_DESK, of=desk.find_at_desk)
def show(one: desk.AtDesk) -> ResponseReturnValue:
    at = now()
    papers, today = queries.list_papers(one.id), village_day(at)
    held = held_kinds(papers, today=today)
    return page(
        "shop/producers/desk_show.html",
        one=one,
        its=one.producer,
        branch_id=one.branch_id,
        papers=papers,
        pictures=queries.list_pictures(one.id),
        story=prose(one.producer.story, breaks=True),
        classes=[rules.class_at(one.producer.kind, each, held) for each in one.producer.sells],
        today=today,
        at=at,
        rules=rules,
        may_compare=one.is_standing and COMPARE_PAPERS.granted(current_actor(), one),
    )


@bp.get("/<int:producer_id>/papers/<int:paper_id>/file")
@needs(READ_AT_DESK, of=desk.find_paper_at_desk)
def paper_file(one: desk.PaperAtDesk) -> ResponseReturnValue:
    file = one.paper.file
    if file is None or file.deleted_at:
        abort(404)
    return send(file)


@bp.post("/<int:producer_id>/compared")
@needs(COMPARE_PAPERS, of=desk.find_at_desk)
def compare(one: desk.AtDesk) -> ResponseReturnValue:
    where = url_for(".show", branch_id=one.branch_id, producer_id=one.id)
    with writing():
        operations.compare(one.producer, by=current_actor(), at=now())
    flash(_("记下了，下次核对在半年以后"))
    return redirect(where)


def waiting(actor: Actor, at: datetime) -> Iterable[WaitingItem]:
    """Name the producers whose papers are to be compared, to their stewards and the leaders."""
    leads = actor.branches_as(*LEADERS)
    due = desk.list_to_compare(leads, steward=actor.id, at=at, limit=desk.WAITING_SHOWN + 1)
    for one in due[: desk.WAITING_SHOWN]:
        since = one.due or at
        changed = _("%(name)s改过资料，请核对", name=one.producer.name)
        aged = _("%(name)s半年没核对证照了", name=one.producer.name)
        yield WaitingItem(
            what=changed if one.has_changed else aged,
            since=since,
            due=since + WITHIN,
            url=f"/desk/{one.branch_id}/producers/{one.id}",
        )
    if len(due) > desk.WAITING_SHOWN:
        last = due[desk.WAITING_SHOWN]
        since = last.due or at
        yield WaitingItem(
            what=_("还有别的商家等着核对"),
            since=since,
            due=since + WITHIN,
            url=f"/desk/{last.branch_id}/producers/",
        )
