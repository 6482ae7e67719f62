"""What somebody says of themselves as a volunteer."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import VOLUNTEER
from services.volunteering.forms import ProfileForm
from services.volunteering.models import Reach
from services.volunteering.operations import volunteers as operations
from services.volunteering.operations.volunteers import Profile
from services.volunteering.queries import volunteers as queries
from services.volunteering.rules.licences import state_of
from services.volunteering.rules.words import LICENCES
from services.volunteering.views.blueprint import bp


@bp.route("/me", methods=["GET", "POST"])
@needs(VOLUNTEER)
def profile() -> ResponseReturnValue:
    actor, at = current_actor(), now()
    known = queries.find_volunteer(actor.person)
    said = operations.profile_of(known) if known else Profile()
    form = ProfileForm(
        skills=list(said.skills),
        reach=said.reach.value,
        willing=said.willing,
        born=said.born,
        public=said.public,
        version=str(known.version if known else 0),
    )
    if form.validate_on_submit():
        given = Profile(
            skills=form.skills.data or (),
            reach=Reach(form.reach.data),
            willing=form.willing.data,
            born=form.born.data,
            public=form.public.data,
        )
        with form.refusals():
            with writing():
                operations.save(given, version=int(form.version.data), by=actor, at=at)
            flash(_("存好了"))
            return redirect(url_for(".profile"))
    today = village_day(at)
    licences = [
        (each, state_of(each.valid_until, is_removed=False, today=today))
        for each in queries.list_licences_of(actor.person)
    ]
    return page(
        "services/volunteering/profile.html",
        form=form,
        licences=licences,
        kinds=LICENCES,
        since=known.public_at if known else None,
    )
