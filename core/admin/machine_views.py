"""Workers and what is stuck, and the lines of history."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.accounts.models import Person
from core.accounts.queries import find_person
from core.admin import operations, queries
from core.admin.access import ADMINISTER
from core.admin.blueprint import bp
from core.admin.deeds import action_of, in_words
from core.admin.forms import LARGEST_KEY, HistoryForm
from core.admin.people_views import named
from core.admin.rules import day_given, how_often
from core.clock import now
from core.db import writing
from core.house import HOUSE
from core.jobs.queries import last_beat, list_late, list_runs
from core.jobs.rules import WORKER, is_alive
from core.notices.models import Notice
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _


@bp.get("/workers")
@needs(ADMINISTER)
def workers() -> ResponseReturnValue:
    at = now()
    beat = last_beat()
    return page(
        "core/admin/workers.html",
        beat=beat,
        alive=is_alive(beat, at=at),
        runs=[run for run in list_runs() if run.name != WORKER],
        late=set(list_late(at)),
        often={name: how_often(sweep.minutes) for name, sweep in HOUSE.sweeps.items()},
        waiting=queries.count_waiting(at),
        dead=queries.list_dead(),
    )


@bp.post("/notices/<int:notice_id>/retry")
@needs(ADMINISTER, of=queries.find_dead, fresh=True)
def retry(notice: Notice) -> ResponseReturnValue:
    with writing():
        operations.retry([notice], by=current_actor(), at=now())
    flash(_("马上再试一次"))
    return redirect(url_for(".workers"))


@bp.post("/notices/retry")
@needs(ADMINISTER, fresh=True)
def retry_all() -> ResponseReturnValue:
    with writing():
        count = operations.retry(queries.list_dead(), by=current_actor(), at=now())
    flash(_("%(count)s 条马上再试一次", count=count))
    return redirect(url_for(".workers"))


@bp.route("/history", methods=["GET", "POST"])
@needs(ADMINISTER, fresh=True)
def history() -> ResponseReturnValue:
    """Look through history; a person is named in full in the form, never in the address."""
    form = HistoryForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                wanted = asked(form, by=current_actor())
            return redirect(url_for(".history", **wanted))
    search, before = search_in_address()
    if not form.is_submitted():
        form.action.data, form.day.data = in_words(search.action), search.day
        form.about.data = search.about + (f":{search.about_id}" if search.about_id else "")
    hidden = asks_about_a_stranger(search)
    lines, older = ([], None) if hidden else queries.list_history(search, before=before)
    return page(
        "core/admin/history.html",
        form=form,
        lines=lines,
        in_words=in_words,
        hidden=hidden,
        person=find_person(search.person_id) if search.person_id and not hidden else None,
        newer=url_for(".history", **said(search)) if before else "",
        older=url_for(".history", **said(search), before=older) if older else "",
    )


def asks_about_a_stranger(search: queries.Search) -> bool:
    """Tell whether the address names a person whom this administrator has not just looked up."""
    people = {search.person_id, search.about_id if search.about == "person" else None} - {None}
    by, at = current_actor(), now()
    return any(not queries.may_show(each, to=by.id, at=at) for each in people if each)


def asked(form: HistoryForm, *, by: Actor) -> dict[str, Any]:
    """Return the search as an address holds it; whom somebody looks for stands in history too."""
    person: Person | None = named(form.who.data) if form.who.data else None
    if person is not None:
        operations.look_up(person, by=by, at=now())
    return {
        "person": person.id if person else None,
        "action": action_of(form.action.data or "") or None,
        "about": form.about.data or None,
        "day": form.day.data.isoformat() if form.day.data else None,
    }


def search_in_address() -> tuple[queries.Search, int | None]:
    about, _colon, about_id = request.args.get("about", "")[:100].partition(":")
    search = queries.Search(
        person_id=key(request.args.get("person")),
        about=about,
        about_id=key(about_id),
        action=request.args.get("action", "")[:80],
        day=day_given(request.args.get("day", "")),
    )
    return search, key(request.args.get("before"))


def key(given: str | None) -> int | None:
    """Return a key of the address; what is no key is a page that does not exist."""
    if not given:
        return None
    if not (given.isascii() and given.isdigit()) or int(given[:20]) > LARGEST_KEY:
        abort(404)
    return int(given)


def said(search: queries.Search) -> dict[str, Any]:
    about = search.about + (f":{search.about_id}" if search.about_id else "")
    return {
        "person": search.person_id,
        "action": search.action or None,
        "about": about or None,
        "day": search.day.isoformat() if search.day else None,
    }
