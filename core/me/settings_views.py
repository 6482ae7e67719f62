"""How pages are for me, and what I am sent; the two switches that visitors press too."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from core.accounts import profile, queries, second_factor
from core.accounts.models import Person
from core.db import writing
from core.house import HOUSE
from core.me import access, calendars
from core.me.blueprint import bp
from core.me.forms import SettingsForm
from core.web import manner
from core.web.forms import page
from core.web.guard import actor_or_none, by_visitors, current_actor, local, needs
from core.web.links import whole
from core.words import _

switches = Blueprint("manner", __name__)


@bp.route("/settings", methods=["GET", "POST"])
@needs(access.CHANGE)
def settings() -> ResponseReturnValue:
    actor = current_actor()
    person, kinds = queries.get_person(actor.person), kinds_of_notice()
    chosen = queries.choices_of(person.id)
    form = SettingsForm(
        language=person.language,
        elder="1" if person.elder else "0",
        kinds=[kind for kind, urgent in kinds.items() if chosen.get(kind, urgent)],
    )
    form.kinds.choices = [SelectChoice(kind, _(kind)) for kind in kinds]
    if form.validate_on_submit():
        wanted = {kind: kind in (form.kinds.data or ()) for kind in kinds}
        elder = form.elder.data == "1"
        with writing():
            profile.choose_manner(person.id, language=form.language.data, elder=elder)
            profile.choose_notices(person.id, wanted)
        flash(_("设置存好了"))
        answer: Response = redirect(url_for(".settings"))  # type: ignore[assignment]
        manner.remember(answer, "lang", form.language.data)
        manner.remember(answer, "elder", "1" if elder else "0")
        return answer
    return page(
        "core/me/settings.html",
        form=form,
        reachable=is_reachable(person),
        calendar=calendar_of(person.id),
        advised=second_factor.is_advised(person.id),
        key=SettingsForm(formdata=None).form_key.data,
    )


def calendar_of(person_id: int) -> str:
    """Return the whole address of the person's calendar, where anything could stand in it."""
    if not HOUSE.calendar:
        return ""
    return whole(url_for("calendar.feed", token=calendars.token_of(person_id)))


def kinds_of_notice() -> dict[str, bool]:
    """Return the kinds that people choose about, and whether each goes out when nothing is said."""
    kinds: dict[str, bool] = {}
    for event in HOUSE.events.values():
        if not event.must:
            kinds[event.kind] = kinds.get(event.kind, False) or event.urgent
    return kinds


def is_reachable(person: Person) -> bool:
    """Tell whether anything can be sent to this person at all."""
    return bool(person.email_confirmed_at or (person.phone_confirmed_at and HOUSE.sms.reaches))


@switches.post("/language")
@by_visitors
def language() -> ResponseReturnValue:
    chosen = request.form.get("lang", "")
    if chosen not in manner.LANGUAGES:
        abort(400)
    if (actor := actor_or_none()) is not None:
        with writing():
            profile.choose_manner(actor.person, language=chosen)
    return back("lang", chosen)


@switches.post("/elder")
@by_visitors
def elder() -> ResponseReturnValue:
    chosen = request.form.get("elder", "")
    if chosen not in {"0", "1"}:
        abort(400)
    if (actor := actor_or_none()) is not None:
        with writing():
            profile.choose_manner(actor.person, elder=chosen == "1")
    return back("elder", chosen)


def back(name: str, chosen: str) -> Response:
    """Return to the page where the switch was pressed, which now looks as wanted."""
    answer: Response = redirect(local(request.form.get("next")))  # type: ignore[assignment]
    manner.remember(answer, name, chosen)
    return answer
