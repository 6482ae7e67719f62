"""Complaints: made, read by whoever is in them, answered, settled; and my own."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.branches.rules import LEADERS, public_name
from core.clock import now
from core.complaints import access, operations, queries, rules
from core.complaints.forms import AnswerForm, FurtherForm, MakeForm, SayForm
from core.complaints.models import ComplaintStatus, ComplaintStep, Voice
from core.complaints.queries import Case
from core.db import writing
from core.house import MenuEntry
from core.sponsorship.queries import find_place, find_standing, has_name_consent
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l

bp = Blueprint("complaints", __name__)
C = ComplaintStatus


def signed_in(actor: Actor | None) -> bool:
    return actor is not None


MENU = (
    MenuEntry(
        place="me",
        title=_l("我的投诉"),
        endpoint="complaints.mine",
        order=35,
        icon="chat-left-text",
        when=signed_in,
    ),
)


@bp.route("/complaints/new/<kind>/<int:ref>", methods=["GET", "POST"])
@needs(access.MAKE)
def make(kind: str, ref: int) -> ResponseReturnValue:
    place = find_place(kind, ref)
    if place is None or find_standing(kind, ref) is None:
        abort(404)
    given = request.args.get("listing")
    listing = key_of(given) if given else None
    form, at, actor = MakeForm(), now(), current_actor()

    def do() -> str:
        made = operations.make(kind, ref, listing=listing, text=form.text.data, by=actor, at=at)
        return url_for(".show", ref=made.ref)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("收到了，每一步都会告诉您"))
            return redirect(where)
    return page(
        "core/complaints/make.html",
        form=form,
        about=operations.meant(kind, place, listing)[0],
        place=place,
        back=place.url,
        why_not=operations.why_not_make(actor.person, place, at=at),
    )


@bp.get("/complaints/<ref>")
@needs(access.READ, of=queries.find_case)
def show(case: Case) -> ResponseReturnValue:
    return _page(case)


@bp.post("/complaints/<ref>/answer")
@needs(access.ANSWER, of=queries.find_case)
def answer(case: Case) -> ResponseReturnValue:
    form, at = AnswerForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.answer(case, text=form.text.data, by=current_actor(), at=at)
            flash(_("答复好了，投诉人收到了消息"))
            return redirect(_address(case))
    return _page(case, answer_form=form)


@bp.post("/complaints/<ref>/accept")
@needs(access.SETTLE, of=queries.find_case)
def accept(case: Case) -> ResponseReturnValue:
    with writing():
        operations.accept(case, by=current_actor(), at=now())
    flash(_("办结了，谢谢您告诉我们"))
    return redirect(_address(case))


@bp.post("/complaints/<ref>/further")
@needs(access.SETTLE, of=queries.find_case)
def further(case: Case) -> ResponseReturnValue:
    form, at = FurtherForm(), now()
    last = case.complaint.level is C.WITH_OPERATOR
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.go_further(case, text=form.text.data, by=current_actor(), at=at)
            flash(_("办结了。可以打 12315") if last else _("转到上一级了，会再答复您"))
            return redirect(_address(case))
    return _page(case, further_form=form)


@bp.post("/complaints/<ref>/say")
@needs(access.SAY, of=queries.find_case)
def say(case: Case) -> ResponseReturnValue:
    form, at = SayForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.say(case, text=form.text.data, by=current_actor(), at=at)
            flash(_("说明写上去了"))
            return redirect(_address(case))
    return _page(case, say_form=form)


@bp.get("/me/complaints")
@needs(access.SEE_MINE)
def mine() -> ResponseReturnValue:
    return page(
        "core/complaints/mine.html",
        complaints=queries.list_mine(current_actor().person),
        statuses=rules.STATUSES,
    )


def _address(case: Case) -> str:
    return url_for("complaints.show", ref=case.complaint.ref)


def _page(case: Case, **forms: Any) -> ResponseReturnValue:
    """Show what was said and done, and what this person may do next."""
    actor, complaint = current_actor(), case.complaint
    mine = complaint.person_id == actor.person
    owns = actor.person in case.owners
    has_it = access.ANSWER.granted(actor, case)
    why_not = rules.why_not_answer(complaint, actor.person, owners=case.owners) if has_it else None
    may_say = owns and rules.why_not_say(complaint, said_before=case.owner_has_spoken) is None
    may_settle = mine and complaint.status is C.ANSWERED
    sent = next(iter(forms.values()), None)
    return page(
        "core/complaints/show.html",
        case=case,
        complaint=complaint,
        mine=mine,
        status=rules.STATUSES[complaint.status],
        is_open=complaint.status in rules.OPEN,
        has_it=who_has_it(case),
        voice_of=lambda step: voice_of(case, step),
        said=rules.SAID,
        why_not=why_not,
        form=sent,
        answer_form=forms.get("answer_form") or (AnswerForm() if has_it and not why_not else None),
        further_form=forms.get("further_form") or (FurtherForm() if may_settle else None),
        say_form=forms.get("say_form") or (SayForm() if may_say else None),
        last=complaint.level is C.WITH_OPERATOR,
        steps=steps_of(case),
        back=way_back(case, actor),
    )


def way_back(case: Case, actor: Actor) -> tuple[str, str]:
    """Return the list from which this person most likely came, and what it is called."""
    led = case.branch_ids & actor.branches_as(*LEADERS)
    sponsorship = case.complaint.sponsorship
    if case.complaint.person_id == actor.person:
        return url_for("complaints.mine"), _("我的投诉")
    if led:
        return url_for("complaints_desk.home", branch_id=min(led)), _("投诉")
    if actor.person in case.owners:
        kind, ref = sponsorship.kind, sponsorship.ref
        return url_for("sponsorship.place", kind=kind, ref=ref), _("我的核验")
    if actor.is_clerk:
        return url_for("complaints_operate.home"), _("投诉")
    return url_for("sponsorship.stewarding"), _("我包联的")


def who_has_it(case: Case) -> str:
    """Name with whom it lies; the steward in full only with that person's consent."""
    complaint = case.complaint
    if complaint.level is C.WITH_OPERATOR:
        return _("运营方")
    branch = complaint.branch.name if complaint.branch else ""
    steward = complaint.sponsorship.steward
    if complaint.level is C.WITH_UPPER or steward is None or case.steward_id is None:
        return branch
    name = steward.name if has_name_consent(steward.id) else public_name(steward.name)
    return _("%(branch)s · 包联人 %(name)s", branch=branch, name=name)


def voice_of(case: Case, step: ComplaintStep) -> str:
    """Name who spoke; when the secretary answers in the steward's place it is the branch."""
    steward = case.complaint.sponsorship.steward_id
    if step.voice is Voice.STEWARD and step.person_id != steward:
        return _("支部")
    return str(rules.VOICES[step.voice])


def steps_of(case: Case) -> dict[str, Any]:
    """Return the way a complaint may go, and how far it has come."""
    items = [(_("包联人"), None), (_("上级支部"), None), (_("运营方"), None), (_("办结"), None)]
    levels = (C.WITH_STEWARD, C.WITH_UPPER, C.WITH_OPERATOR)
    done = case.complaint.status is C.CLOSED
    return {"items": items, "here": 3 if done else levels.index(case.complaint.level)}
