"""Work at home: handing in words and photos, and what the teacher says to them."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.storage.models import LARGE, SMALL
from core.storage.operations import Laid, keep
from core.web.file_views import send
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import LEARN
from training.courses.models import LessonKind
from training.learning.forms.reports import ReportForm
from training.learning.operations.reporting import hand_in
from training.learning.queries.reports import Seen, find_own_picture, list_own
from training.learning.queries.studying import Studying
from training.learning.rules import reports as rules
from training.learning.views import photos
from training.learning.views.blueprint import find_mine
from training.learning.views.blueprint import lessons_bp as bp


def find_practice(course_id: int, key: int) -> Studying | None:
    """Return this lesson where it is work at home."""
    mine = find_mine(course_id, key)
    return mine if mine and mine.lesson.kind is LessonKind.PRACTICE else None


def find_photo(course_id: int, key: int, picture_id: int, size: int) -> Seen | None:
    """Return a photo that the person who asks has handed in for this lesson."""
    person = current_actor().person
    found = find_own_picture(course_id, key=key, picture_id=picture_id, person_id=person)
    is_there = found is not None and size in {SMALL, LARGE}
    return Seen(found, person, frozenset(), size) if found and is_there else None


@bp.route("/report", methods=["GET", "POST"])
@needs(LEARN, of=find_practice)
def report(mine: Studying) -> ResponseReturnValue:
    """Hand in, photos first; below stands what was handed in before, and what was said to it."""
    form = ReportForm()
    if form.is_submitted():
        with form.refusals():
            laid = photos.lay(form, by=current_actor()) if not why_not(mine) else []
            if form.validate():
                with writing():
                    form.once(partial(handed_in, mine, form, laid), at=now())
                flash(_("交上去了，老师看过会告诉您"))
                return redirect(url_for(".report", **mine.where))
    return shown(mine, form)


def why_not(mine: Studying) -> str | None:
    """Say why nothing is handed in now, before any photo is looked at."""
    last = list_own(mine.enrolment.id, mine.lesson.key)
    status = last[0].status if last else None
    return rules.why_not_hand_in(mine.lesson, mine.enrolment.status, status)


def handed_in(mine: Studying, form: ReportForm, laid: list[Laid]) -> str:
    by, at = current_actor(), now()
    pictures = [keep(each, is_public=False, by=by, at=at) for each in laid]
    made = hand_in(mine, words=form.words.data or "", pictures=pictures, by=by, at=at)
    return str(made.id)


def shown(mine: Studying, form: ReportForm) -> ResponseReturnValue:
    handed = list_own(mine.enrolment.id, mine.lesson.key)
    status = handed[0].status if handed else None
    return page(
        "training/learning/report.html",
        mine=mine,
        lesson=mine.lesson,
        course=mine.enrolment.course,
        form=form,
        kept=photos.count(form, by=current_actor()),
        reports=handed,
        no_more=rules.why_not_hand_in(mine.lesson, mine.enrolment.status, status),
        words=rules.REPORTS,
        chips=rules.CHIPS,
        most=rules.MOST_PICTURES,
    )


@bp.get("/report/pictures/<int:picture_id>/<int:size>")
@needs(LEARN, of=find_photo)
def picture(seen: Seen) -> ResponseReturnValue:
    return send(seen.file, seen.size)
