"""Verifications at the desk: the list, one of them, and what stands under it."""

from datetime import datetime

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now
from core.db import writing
from core.errors import Refused
from core.sponsorship import access, operations, queries, rules
from core.sponsorship.blueprint import desk as bp
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries.lists import PAGE
from core.sponsorship.queries.parts import Part, find_listing
from core.sponsorship.queries.rows import list_visitors
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l

GROUPS = {
    "open": (_l("在办的"), rules.UNDER_WAY),
    "standing": (_l("已核验的"), rules.STANDING),
    "over": (_l("结束的"), rules.OVER),
}


@bp.get("/")
@needs(access.READ_LIST, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    state = request.args.get("state", "open")
    _words, statuses = GROUPS.get(state) or abort(404)
    given = request.args.get("after")
    after = None
    if given is not None:
        last = queries.find_at_desk(branch.id, key_of(given)) or abort(404)
        after = last.id
    lines = queries.list_of_branch(branch.id, statuses, after=after)
    counts = queries.count_by_status(branch.id)
    return page(
        "core/sponsorship/home.html",
        branch=branch,
        state=state,
        groups=[
            (name, words, sum(counts.get(each, 0) for each in some))
            for name, (words, some) in GROUPS.items()
        ],
        lines=lines[:PAGE],
        next_id=lines[PAGE - 1].sponsorship.id if len(lines) > PAGE else None,
        statuses=rules.STATUSES,
    )


@bp.get("/<int:sponsorship_id>")
@needs(access.READ, of=queries.find_at_desk)
def show(sponsorship: Sponsorship) -> ResponseReturnValue:
    actor, at, hook = current_actor(), now(), queries.find_kind(sponsorship.kind)
    visit = queries.find_visit(sponsorship.id)
    stands = sponsorship.status in rules.STANDING
    return page(
        "core/sponsorship/show.html",
        sponsorship=sponsorship,
        hook=hook,
        place=queries.find_place(sponsorship.kind, sponsorship.ref),
        status=rules.STATUSES[sponsorship.status],
        reason=rules.reason_in_words(sponsorship.reason),
        actions=rules.SPONSORSHIP.actions(sponsorship.status),
        visit=visit,
        record=queries.find_record(sponsorship.id),
        visitors=list_visitors(visit.id) if visit else [],
        pictures=queries.list_pictures(visit.id) if visit else [],
        listings=hook.listings(sponsorship.ref) if hook and stands else [],
        at_desk=access.READ_LIST.granted(actor, sponsorship),
        leads=access.LEAD.granted(actor, sponsorship),
        mine=sponsorship.serving_id == actor.person,
        may_take_out=stands and access.TAKE_OUT.granted(actor, sponsorship),
        near=near(sponsorship),
        shown_at=at.isoformat(),
    )


def near(sponsorship: Sponsorship) -> str | None:
    """Say why the person asking takes no part here, or None."""
    place = queries.find_place(sponsorship.kind, sponsorship.ref)
    if place is None:
        return None
    return rules.why_not_take_part(
        current_actor().person,
        owners=place.owners,
        housemates=queries.housemates_of(place.owners),
    )


def when_seen() -> datetime:
    """Return when the page was shown whose button was tapped; refuse one that does not say."""
    try:
        seen = datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        seen = None
    if seen is None or seen.tzinfo is None:
        raise Refused(_("请先打开看一看，再放上来"))
    return min(seen, now())


@bp.post("/<int:sponsorship_id>/listings/<int:listing>/put")
@needs(access.PUT_UNDER, of=find_listing)
def put(part: Part) -> ResponseReturnValue:
    sponsorship = part.sponsorship
    with writing():
        operations.put_under(
            sponsorship, part.listing, seen=when_seen(), by=current_actor(), at=now()
        )
    flash(_("放上来了"))
    return redirect(page_of(sponsorship))


@bp.post("/<int:sponsorship_id>/listings/put-all")
@needs(access.PUT_UNDER, of=queries.find_at_desk)
def put_all(sponsorship: Sponsorship) -> ResponseReturnValue:
    with writing():
        count = operations.put_all(sponsorship, seen=when_seen(), by=current_actor(), at=now())
    flash(_("%(count)s 样都放上来了", count=count) if count else _("没有等着的"))
    return redirect(page_of(sponsorship))


@bp.post("/<int:sponsorship_id>/listings/<int:listing>/take-out")
@needs(access.TAKE_OUT, of=find_listing)
def take_out(part: Part) -> ResponseReturnValue:
    sponsorship = part.sponsorship
    with writing():
        operations.take_out(sponsorship, part.listing, by=current_actor(), at=now())
    flash(_("取下了，不再展示"))
    return redirect(page_of(sponsorship))


def page_of(sponsorship: Sponsorship) -> str:
    return url_for(
        "sponsorship_desk.show",
        branch_id=sponsorship.branch_id,
        sponsorship_id=sponsorship.id,
    )
