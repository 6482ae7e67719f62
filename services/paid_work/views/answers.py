"""Who wants to do an owner's work: the owner agrees, refuses, or says that it is off."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.money import Money
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import ANSWER_WORK
from services.paid_work import operations, queries, rules
from services.paid_work.models import Deal, DealStatus
from services.paid_work.queries import Answer, Work
from services.paid_work.views.blueprint import bp
from services.volunteering.rules.times import in_words


def find_work(kind: str, ref: int) -> Work | None:
    """Return the work, also one that was taken back after somebody had asked."""
    return queries.find_work(kind, ref, at=now())


def find_answer(kind: str, ref: int, deal_id: int) -> Answer | None:
    """Return what somebody has asked of this work, else None."""
    work = find_work(kind, ref)
    return queries.find_answer(work, deal_id) if work else None


@bp.get("/<kind>/<int:ref>/answers")
@needs(ANSWER_WORK, of=find_work)
def answers(work: Work) -> ResponseReturnValue:
    at = now()
    deals = queries.list_answers(work.id)
    return page(
        "services/paid_work/answers.html",
        work=work,
        need=work.need,
        title=title_of(work, deals),
        when=in_words(work.need.starts_at, work.need.ends_at) if work.need else "",
        agreed=work.row.agreed if work.row else 0,
        asked=[line(each, work, at=at) for each in deals if each.status is DealStatus.ASKED],
        taken=[line(each, work, at=at) for each in deals if each.status is DealStatus.AGREED],
        over=[line(each, work, at=at) for each in deals if each.status not in rules.LIVE],
        why_full=rules.why_not_agree(work.need) if work.need is not None else "",
        per=rules.PER,
    )


def title_of(work: Work, deals: Any) -> str:
    """Return what the work is called; one that was taken back is known by who asked for it."""
    if work.need is not None:
        return work.need.title
    return str(deals[0].title) if deals else ""


def line(deal: Deal, work: Work, *, at: datetime) -> dict[str, Any]:
    """Return somebody who asked, as the owner may know them; terms that differ by now are told."""
    known = rules.knows_number(deal, at=at)
    return {
        "id": deal.id,
        "name": deal.person.name,
        "phone": (deal.person.phone or "") if known else "",
        "status": rules.status_in_words(deal, at=at),
        "asked_at": deal.asked_at,
        "terms": terms_of(deal) if is_otherwise(deal, work) else "",
        "can_answer": rules.why_not_answer(deal.status, deal.starts_at, at=at) is None,
        "can_withdraw": rules.why_not_withdraw(deal.status, deal.starts_at, at=at) is None,
    }


def is_otherwise(deal: Deal, work: Work) -> bool:
    """Tell whether the work says something else now than when this person asked."""
    need = work.need
    if need is None:
        return True
    wage = need.wage.fen if need.wage else 0
    now_says = (need.starts_at, need.ends_at, wage, need.per)
    return now_says != (deal.starts_at, deal.ends_at, deal.wage_fen, deal.per)


def terms_of(deal: Deal) -> str:
    when = in_words(deal.starts_at, deal.ends_at)
    return f"{when} · {Money(deal.wage_fen)} {rules.PER[deal.per]}"


@bp.post("/<kind>/<int:ref>/answers/<int:deal_id>/agree")
@needs(ANSWER_WORK, of=find_answer)
def agree(answer: Answer) -> ResponseReturnValue:
    return take(answer, operations.agree, _("说好了。双方现在都看得到对方的手机号"))


@bp.post("/<kind>/<int:ref>/answers/<int:deal_id>/refuse")
@needs(ANSWER_WORK, of=find_answer)
def refuse(answer: Answer) -> ResponseReturnValue:
    return take(answer, operations.refuse, _("告诉本人了"))


@bp.post("/<kind>/<int:ref>/answers/<int:deal_id>/withdraw")
@needs(ANSWER_WORK, of=find_answer)
def call_off(answer: Answer) -> ResponseReturnValue:
    return take(answer, operations.withdraw, _("告诉本人不用来了"))


def take(answer: Answer, step: Callable[..., None], said: str) -> ResponseReturnValue:
    """Take one step with what somebody has asked, and show the list again."""
    work = answer.work
    where = url_for(".answers", kind=work.kind, ref=work.ref)
    with writing():
        step(answer.deal, by=current_actor(), at=now())
    flash(said)
    return redirect(where)
