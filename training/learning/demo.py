"""Who learns in the demo world: enrolled, some lessons on, work handed in; and a cohort."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.clock import village_day
from core.db import db, writing
from core.storage.operations import keep, lay_picture
from training.courses.demo import FOLDER, PUBLISHED, find_keeper, find_somebody, of_course, told
from training.courses.models import Course, CourseVersion, LessonKind
from training.learning.models import Enrolment
from training.learning.operations import cohorts, enrolling, reporting, studying
from training.learning.queries.reports import find_marked
from training.learning.queries.studying import find_studying
from training.learning.rules.cohorts import Said

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def learn(at: datetime) -> None:
    """Let people enrol and learn, once the courses are published; nothing where anybody does."""
    if db.session.scalar(select(Enrolment.id).limit(1)):
        return
    for facts in told()["learner"]:
        begin(facts, at - min(facts["began"], PUBLISHED - 2) * A_DAY)
    gather(told()["cohort"], at)


def begin(facts: dict[str, Any], then: datetime) -> None:
    """Let one person enrol and do their lessons, a day after the other."""
    by = find_somebody(facts["name"], then)
    with writing():
        made = enrolling.enrol(course_of(facts["folder"]).id, is_grown=True, by=by, at=then)
    for number, lesson in enumerate(made.of.lessons[: facts["lessons"]], start=1):
        moment = then + number * A_DAY
        if lesson.kind is LessonKind.TEXT:
            with writing():
                studying.say_done(made, lesson, by=by, at=moment)
        elif lesson.kind is LessonKind.PRACTICE:
            practise(facts, made, lesson.key, moment)


def practise(facts: dict[str, Any], enrolment: Enrolment, key: int, then: datetime) -> None:
    """Hand in what was done at home; the keeper looks at it a few hours later."""
    by = find_somebody(facts["name"], then)
    path = FOLDER / facts["folder"] / "pictures" / f"{facts['picture']}.webp"
    laid = lay_picture(path.name, path.read_bytes(), by=by)
    mine = find_studying(enrolment, key)
    if mine is None:
        raise LookupError(key)
    with writing():
        photo = keep(laid, is_public=False, by=by, at=then)
        report = reporting.hand_in(mine, words=facts["words"], pictures=[photo], by=by, at=then)
    later = then + 5 * AN_HOUR
    with writing():
        marked = find_marked(enrolment.course_id, report.id)
        if marked is None:
            raise LookupError(report.id)
        reporting.accept(marked, answer=facts["answer"], by=find_keeper(later), at=later)


def gather(facts: dict[str, Any], at: datetime) -> None:
    """Hold a course for a group, and let some enrol."""
    then, today = at - facts["opened"] * A_DAY, village_day(at)
    said = Said(
        words=facts["words"],
        starts_on=today + facts["starts"] * A_DAY,
        ends_on=today + facts["ends"] * A_DAY,
        closes_on=today + facts["closes"] * A_DAY,
        seats=facts["seats"],
        least=facts["least"],
    )
    with writing():
        cohort = cohorts.make(course_of(facts["folder"]), said, by=find_keeper(then), at=then)
    for number, name in enumerate(facts["learners"], start=1):
        moment = then + number * AN_HOUR
        with writing():
            enrolling.enrol(
                cohort.course_id,
                cohort_id=cohort.id,
                is_grown=True,
                by=find_somebody(name, moment),
                at=moment,
            )


def course_of(folder: str) -> Course:
    """Return the demo's course that this folder tells."""
    titled = select(Course).join(CourseVersion, CourseVersion.course_id == Course.id)
    return db.session.scalars(titled.where(CourseVersion.title == of_course(folder)["title"])).one()
