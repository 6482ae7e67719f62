"""What is offered for a wage: the public list, one work, and asking for it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import writing
from core.site.pages import public_page
from core.web.forms import Form, page
from core.web.guard import actor_or_none, current_actor, needs, public
from core.web.links import whole
from core.web.prose import prose
from core.words import _
from services.access import ASK_FOR_WORK
from services.paid_work import operations, queries, rules
from services.paid_work.models import Deal
from services.paid_work.queries import Key, Work
from services.paid_work.views.blueprint import bp
from services.paid_work.views.mine import Line, line
from services.volunteering.forms import SignForm
from services.volunteering.rules.times import in_words
from services.volunteering.rules.wishes import read_key


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show what is offered now."""
    after = read_after(request.args.get("after", ""))
    args = {"after": written(after)} if after else {}
    return public_page("services/paid_work/home.html", lambda: of_list(after), args=args)


def of_list(after: Key | None) -> dict[str, Any]:
    """Read one page of what is offered."""
    found = queries.list_offered(at=now(), after=after)
    shown = found[: queries.PAGE]
    more = len(found) > queries.PAGE
    return {
        "offers": shown,
        "villages": queries.names_of({each.unit_id for each in shown}),
        "further": after is not None,
        "older": url_for(".home", after=written(queries.key_of(shown[-1]))) if more else "",
        "per": rules.PER,
        "in_words": in_words,
        "canonical": whole(url_for(".home")),
    }


def written(key: Key) -> str:
    """Write down where a page ended."""
    starts_at, kind, ref = key
    return f"{int(starts_at.timestamp())}-{ref}-{kind}"


def read_after(text: str) -> Key | None:
    """Return where the page before ended, None where the address says nothing of sense."""
    moment, _dash, kind = text.rpartition("-")
    found = read_key(moment)
    return (found[0], kind, found[1]) if found else None


def find_offered(kind: str, ref: int) -> Work | None:
    """Return the work if it is offered to everybody, begun or not, else None."""
    work = queries.find_work(kind, ref, at=now())
    return work if work is not None and rules.is_offered(work.need) else None


@bp.get("/<kind>/<int:ref>")
@public
def show(kind: str, ref: int) -> ResponseReturnValue:
    """Show one work: to who is signed in with what they can do, else the same to all."""
    template = "services/paid_work/show.html"
    return public_page(template, lambda: of_work(kind, ref), personal=True)


def of_work(kind: str, ref: int) -> dict[str, Any]:
    """Return the page of a work that is offered; also of another to whoever has asked for it."""
    work, at = queries.find_work(kind, ref, at=now()) or abort(404), now()
    if not (rules.is_offered(work.need) or own_deals(work)):
        abort(404)
    return facts_of(work, at=at)


def own_deals(work: Work) -> Sequence[Deal]:
    """Return what who reads the page has asked of the work, for themselves; the newest first."""
    actor = actor_or_none()
    if actor is None or actor.is_proxy:
        return ()
    return queries.list_mine_of(work.id, actor.person)


def facts_of(work: Work, *, at: datetime, form: Form | None = None) -> dict[str, Any]:
    """Return what the page of a work says, and what this reader may do."""
    actor, need = actor_or_none(), work.need
    mine = own_deals(work)
    address = url_for("paid_work.show", kind=work.kind, ref=work.ref)
    told = {
        "mine": of_mine(mine[0], at=at) if mine else None,
        "form": form,
        "canonical": whole(address),
    }
    if need is None or not rules.is_offered(need):
        return {**told, "need": None, "title": mine[0].title}
    asker = queries.asker_of(work.id, actor.person, need) if actor is not None else None
    no_asking = (
        rules.why_not_ask(need, asker, by=actor, at=at)
        if actor is not None and asker is not None
        else None
    )
    return {
        **told,
        "need": need,
        "title": need.title,
        "village": queries.names_of({need.unit_id}).get(need.unit_id, ""),
        "when": in_words(need.starts_at, need.ends_at),
        "words": prose(need.words, breaks=True) if need.words else "",
        "per": rules.PER,
        "why_not": rules.why_not_offered(need, at=at),
        "no_asking": no_asking,
        "says_age": asker is not None and asker.must_say_age,
        "least_age": rules.LEAST_AGE,
        "is_owner": actor is not None and actor.person == need.owner_id,
        "key": EmptyForm(formdata=None).form_key.data if actor is not None else "",
        "login": url_for("accounts.login", next=address),
    }


def of_mine(deal: Deal, *, at: datetime) -> Line:
    """Return what somebody has asked, as it stands."""
    return line(deal, queries.owners_of([deal.work])[deal.work_id], at=at)


@bp.post("/<kind>/<int:ref>/ask")
@needs(ASK_FOR_WORK, of=find_offered)
def ask(work: Work) -> ResponseReturnValue:
    """Ask for the work in one tap."""
    form, at = SignForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(do_ask, work, form.of_age.data, at), at=at)
            flash(_("告诉主人家了。主人家答应了才算数，答复会告诉您"))
            return redirect(url_for(".show", kind=work.kind, ref=work.ref))
    return page("services/paid_work/show.html", **facts_of(work, at=at, form=form))


def do_ask(work: Work, of_age: bool, at: datetime) -> str:  # noqa: FBT001
    asked = operations.ask(work.kind, work.ref, of_age=of_age, by=current_actor(), at=at)
    return str(asked.id)
