"""What leaders do with a verification: send somebody, decide, suspend, end, name a steward."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from core.accounts.queries import get_person
from core.branches.operations import who_is_meant
from core.clock import now, village_day
from core.db import writing
from core.sponsorship import access, operations, queries, rules
from core.sponsorship.blueprint import desk as bp
from core.sponsorship.desk_views import near, page_of
from core.sponsorship.forms import DecideForm, ReasonForm, StewardForm, TypedStewardForm
from core.sponsorship.models import Kinship, Sponsorship
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _


@bp.route("/<int:sponsorship_id>/assign", methods=["GET", "POST"])
@needs(access.LEAD, of=queries.find_at_desk)
def assign(sponsorship: Sponsorship) -> ResponseReturnValue:
    return _steward(sponsorship, "assign", operations.assign, _("定好了，本人和经营者都收到了消息"))


@bp.route("/<int:sponsorship_id>/steward", methods=["GET", "POST"])
@needs(access.LEAD, of=queries.find_at_desk)
def name_steward(sponsorship: Sponsorship) -> ResponseReturnValue:
    said = _("换好了，本人和经营者都收到了消息")
    return _steward(sponsorship, "steward", operations.name_steward, said)


def _steward(
    sponsorship: Sponsorship, what: str, do: Callable[..., None], said: str
) -> ResponseReturnValue:
    hands = queries.list_hands(sponsorship, day=village_day(now()), limit=rules.MOST_TO_CHOOSE + 1)
    typed = len(hands) > rules.MOST_TO_CHOOSE
    form: StewardForm | TypedStewardForm = TypedStewardForm() if typed else StewardForm()
    if isinstance(form, StewardForm):
        form.offer((each.person_id, each.words) for each in hands)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                given = form.who.data
                person = (
                    who_is_meant(sponsorship.branch_id, given) if typed else get_person(int(given))
                )
                do(sponsorship, person, by=current_actor(), at=now())
            flash(said)
            return redirect(page_of(sponsorship))
    return page(
        "core/sponsorship/steward.html",
        sponsorship=sponsorship,
        sells=queries.sells(sponsorship.kind),
        place=queries.find_place(sponsorship.kind, sponsorship.ref),
        first=what == "assign",
        near=near(sponsorship),
        nobody=not hands,
        form=form,
    )


@bp.route("/<int:sponsorship_id>/decide", methods=["GET", "POST"])
@needs(access.LEAD, of=queries.find_at_desk)
def decide(sponsorship: Sponsorship) -> ResponseReturnValue:
    form, at = DecideForm(), now()
    visit = queries.find_visit(sponsorship.id)
    went = visit.day if visit and visit.handed_in_at else None
    if not form.is_submitted():
        form.valid_until.data = rules.year_after(went) if went else None
        form.verdict.data = None if went else "refuse"
    if form.validate_on_submit():
        verified = form.verdict.data == "verify"
        with form.refusals():
            with writing():
                operations.decide(
                    sponsorship,
                    verified=verified,
                    valid_until=form.valid_until.data,
                    kinship=Kinship(form.kinship.data),
                    reason=form.reason.data,
                    by=current_actor(),
                    at=at,
                )
            flash(_("核验好了，经营者收到了消息") if verified else _("记下了，经营者收到了消息"))
            return redirect(page_of(sponsorship))
    return page(
        "core/sponsorship/decide.html",
        sponsorship=sponsorship,
        place=queries.find_place(sponsorship.kind, sponsorship.ref),
        record=queries.find_record(sponsorship.id),
        near=near(sponsorship),
        today=village_day(at),
        form=form,
    )


@bp.route("/<int:sponsorship_id>/suspend", methods=["GET", "POST"])
@needs(access.LEAD, of=queries.find_at_desk)
def suspend(sponsorship: Sponsorship) -> ResponseReturnValue:
    goods = queries.sells(sponsorship.kind)
    said = _("暂停了，商品、课程已经不再展示") if goods else _("暂停了，已经不能再预约")
    return _with_reason(sponsorship, "suspend", operations.suspend, said)


@bp.route("/<int:sponsorship_id>/end", methods=["GET", "POST"])
@needs(access.LEAD, of=queries.find_at_desk)
def end(sponsorship: Sponsorship) -> ResponseReturnValue:
    goods = queries.sells(sponsorship.kind)
    said = _("终止了，商品、课程已经不再展示") if goods else _("终止了，已经不能再预约")
    return _with_reason(sponsorship, "end", operations.end, said)


def _with_reason(
    sponsorship: Sponsorship, what: str, do: Callable[..., None], said: str
) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                do(sponsorship, reason=form.reason.data, by=current_actor(), at=now())
            flash(said)
            return redirect(page_of(sponsorship))
    return page(
        "core/sponsorship/reason.html",
        sponsorship=sponsorship,
        sells=queries.sells(sponsorship.kind),
        place=queries.find_place(sponsorship.kind, sponsorship.ref),
        what=what,
        form=form,
    )


@bp.post("/<int:sponsorship_id>/resume")
@needs(access.LEAD, of=queries.find_at_desk)
def resume(sponsorship: Sponsorship) -> ResponseReturnValue:
    with writing():
        operations.resume(sponsorship, by=current_actor(), at=now())
    goods = queries.sells(sponsorship.kind)
    flash(_("恢复了，商品、课程又能展示了") if goods else _("恢复了，又能预约了"))
    return redirect(page_of(sponsorship))
