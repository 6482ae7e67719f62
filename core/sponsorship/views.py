"""The owner's page of a place, and the steward's list."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.branches.rules import public_name
from core.clock import now, village_day
from core.db import writing
from core.hooks import Place, Sponsorable
from core.sponsorship import access, operations, queries, rules
from core.sponsorship.forms import AskForm
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _

bp = Blueprint("sponsorship", __name__, url_prefix="/me")
S = SponsorshipStatus


@dataclass(frozen=True)
class Here:
    """A place with its kind, as the address names them."""

    hook: Sponsorable
    place: Place

    @property
    def owners(self) -> frozenset[int]:
        return self.place.owners

    @property
    def id(self) -> int:
        return self.place.ref

    @property
    def url(self) -> str:
        return url_for("sponsorship.place", kind=self.hook.kind, ref=self.place.ref)


def find_here(kind: str, ref: int) -> Here | None:
    hook = queries.find_kind(kind)
    place = hook.find([ref]).get(ref) if hook else None
    return Here(hook, place) if hook and place else None


@bp.route("/places/<kind>/<int:ref>", methods=["GET", "POST"])
@needs(access.SEE_PLACE, of=find_here)
def place(here: Here) -> ResponseReturnValue:
    """Show how far the verification has come; asking for it (again) is the one thing to do."""
    form, at, kind, ref = AskForm(), now(), here.hook.kind, here.place.ref

    def do() -> str:
        operations.ask(kind, ref, note=form.note.data, by=current_actor(), at=at)
        return here.url

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("申请交上去了，支部收到了消息"))
            return redirect(here.url)
    standing = queries.find_standing(kind, ref)
    under_way = queries.find_under_way(kind, ref)
    shown = standing or under_way
    early = rules.why_not_renew(standing.valid_until if standing else None, today=village_day(at))
    return page(
        "core/sponsorship/place.html",
        here=here,
        form=form,
        standing=standing,
        under_way=under_way,
        steps=steps_of(under_way) if under_way else None,
        record=queries.find_record(shown.id) if shown else None,
        history=queries.list_history(kind, ref),
        early=early,
        steward=public_name(under_way.steward.name) if under_way and under_way.steward else "",
        comes=operations.branch_of(kind, ref, at=at) if not under_way and not early else "",
        statuses=rules.STATUSES,
        reason=rules.reason_in_words,
    )


def steps_of(sponsorship: Sponsorship) -> dict[str, object]:
    """Return how far it has come, for the steps and for who reads them."""
    visit = sponsorship.visit
    went = visit.handed_in_at if visit else None
    here = 1 if sponsorship.status is S.ASKED else 3 if went else 2
    items = [
        (_("申请"), village_day(sponsorship.asked_at)),
        (_("定包联人"), None),
        (_("走访"), visit.day if visit and went else None),
        (_("决定"), None),
    ]
    return {"items": items, "here": here}


@bp.post("/places/<kind>/<int:ref>/withdraw")
@needs(access.SEE_PLACE, of=find_here)
def withdraw(here: Here) -> ResponseReturnValue:
    under_way = queries.find_under_way(here.hook.kind, here.place.ref) or abort(404)
    with writing():
        operations.withdraw(under_way, by=current_actor(), at=now())
    flash(_("申请撤回了"))
    return redirect(here.url)


@bp.get("/steward")
@needs(access.STAND_BY)
def stewarding() -> ResponseReturnValue:
    actor = current_actor()
    return page(
        "core/sponsorship/stewarding.html",
        lines=queries.list_of_steward(actor.person),
        statuses=rules.STATUSES,
        gives_name=queries.has_name_consent(actor.person),
    )


@bp.post("/steward/name")
@needs(access.STAND_BY)
def give_name() -> ResponseReturnValue:
    with writing():
        operations.give_name(by=current_actor(), at=now())
    flash(_("好的，下单或投诉的人能看到您的全名"))
    return redirect(url_for(".stewarding"))


@bp.post("/steward/name/withdraw")
@needs(access.STAND_BY)
def keep_name() -> ResponseReturnValue:
    with writing():
        operations.keep_name(by=current_actor(), at=now())
    flash(_("撤回了，以后只写您的姓"))
    return redirect(url_for(".stewarding"))
