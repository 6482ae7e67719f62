"""Where one begins to teach: one's organisers and what each has."""

from flask.typing import ResponseReturnValue

from core.web.forms import page
from core.web.guard import current_actor, needs
from training.access import TEACH
from training.courses.queries import building, organisers
from training.courses.rules.organisers import why_not_another
from training.courses.views.blueprint import bp


@bp.get("/")
@needs(TEACH)
def home() -> ResponseReturnValue:
    person = current_actor().person
    mine = organisers.list_of(person)
    ids = [each.id for each in mine]
    return page(
        "training/courses/home.html",
        organisers=mine,
        states=organisers.list_verifications(ids),
        counts=building.count_courses(ids),
        full=why_not_another(sum(person in each.keeper_ids for each in mine)),
    )
