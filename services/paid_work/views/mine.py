"""The paid work that one has asked for, and saying until the start that one does not go."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.money import Money
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import ASK_FOR_WORK, OWN_DEAL
from services.paid_work import operations, queries, rules
from services.paid_work.models import Deal, DealStatus
from services.paid_work.queries import Owner
from services.paid_work.views.blueprint import bp
from services.volunteering.rules.times import in_words


@dataclass(frozen=True, kw_only=True)
class Line:
    """A deal as its worker sees it."""

    id: int
    title: str
    url: str
    when: str
    place: str
    wage: Money
    per: str
    status: str
    is_agreed: bool
    owner: str
    phone: str
    can_withdraw: bool


@bp.get("/mine")
@needs(ASK_FOR_WORK)
def mine() -> ResponseReturnValue:
    at, given = now(), request.args.get("after")
    after = key_of(given) if given is not None else None
    found = queries.list_mine(current_actor().person, after=after)
    rows = found[: queries.PAGE]
    owners = queries.owners_of([each.work for each in rows])
    return page(
        "services/paid_work/mine.html",
        rows=[line(each, owners[each.work_id], at=at) for each in rows],
        further=after is not None,
        next_id=rows[-1].id if len(found) > queries.PAGE else None,
    )


def line(deal: Deal, owner: Owner, *, at: datetime) -> Line:
    """Return the line; name and number of the owner once it is agreed."""
    known = rules.knows_number(deal, at=at)
    return Line(
        id=deal.id,
        title=deal.title,
        url=url_for("paid_work.show", kind=deal.work.kind, ref=deal.work.ref),
        when=in_words(deal.starts_at, deal.ends_at),
        place=deal.place,
        wage=Money(deal.wage_fen),
        per=str(rules.PER[deal.per]),
        status=rules.status_in_words(deal, at=at),
        is_agreed=deal.status is DealStatus.AGREED,
        owner=owner.name if known else "",
        phone=(owner.phone or "") if known else "",
        can_withdraw=rules.why_not_withdraw(deal.status, deal.starts_at, at=at) is None,
    )


@bp.post("/mine/<int:deal_id>/withdraw")
@needs(OWN_DEAL, of=queries.find_deal)
def withdraw(deal: Deal) -> ResponseReturnValue:
    with writing():
        operations.withdraw(deal, by=current_actor(), at=now())
    flash(_("知道了，告诉主人家了"))
    return redirect(url_for(".mine"))
