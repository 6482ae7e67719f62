"""Handing in what was done at home, and saying whether it is good."""

from collections.abc import Sequence
from datetime import datetime

from core.access import Actor
from core.accounts.telling import tell
from core.db import db
from core.errors import refuse_if
from core.history.operations import record
from core.house import Event
from core.storage.models import StoredFile
from core.transition import move
from core.words import _l
from training.courses.models import Lesson
from training.learning.models import Report, ReportPicture
from training.learning.operations.studying import complete, lock
from training.learning.queries.reports import Marked, find_last
from training.learning.queries.studying import Studying
from training.learning.rules.reports import (
    REPORT,
    why_not_hand_in,
    why_not_judge,
    why_not_pictures,
)

TABLE = Report.__tablename__
KIND = "学堂"  # as people know it from their choices
EVENTS = (
    Event(
        name="school.report_came",
        kind=KIND,
        title=_l("%(name)s交了“%(title)s”的作业"),
        text=_l("有照片，请看一看，给个回话。"),
        urgent=True,
    ),
    Event(
        name="school.report_accepted",
        kind=KIND,
        title=_l("“%(title)s”的作业，老师说好了"),
        text=_l("这一课学完了，点开看老师的话。"),
        urgent=True,
    ),
    Event(
        name="school.report_again",
        kind=KIND,
        title=_l("“%(title)s”的作业，老师请您再做一次"),
        text=_l("老师写了哪里要改，点开看。"),
        urgent=True,
    ),
)


def hand_in(
    mine: Studying, *, words: str, pictures: Sequence[StoredFile], by: Actor, at: datetime
) -> Report:
    """Hand in words and photos of a practice; the course's teachers hear of it."""
    enrolment, lesson = mine.enrolment, mine.lesson
    lock(enrolment)
    last = find_last(enrolment.id, lesson.key)
    refuse_if(why_not_hand_in(lesson, enrolment.status, last.status if last else None))
    refuse_if(why_not_pictures(len(pictures)), field="picture")
    report = Report(enrolment_id=enrolment.id, lesson_key=lesson.key, words=words, handed_in_at=at)
    report.pictures = [ReportPicture(file_id=each.id) for each in pictures]
    db.session.add(report)
    db.session.flush()
    record("hand_in", TABLE, report.id, by=by, at=at)
    tell(
        enrolment.course.teacher_ids - {enrolment.person_id},
        "school.report_came",
        about=f"{TABLE}:{report.id}",
        url=f"/teach/courses/{enrolment.course_id}/reports/{report.id}",
        facts={"name": enrolment.person.name, "title": lesson.title},
        at=at,
    )
    return report


def accept(marked: Marked, *, answer: str, by: Actor, at: datetime) -> None:
    """Say that it is good: the lesson is done, and the learner hears of it."""
    report = marked.report
    lock(report.enrolment)
    refuse_if(why_not_judge(report, by=by))
    _judge(report, "accept", answer, by=by, at=at)
    complete(report.enrolment, marked.lesson, by=by, at=at)
    _tell_learner(report, marked.lesson, "school.report_accepted", at=at)


def send_back(marked: Marked, *, answer: str, by: Actor, at: datetime) -> None:
    """Say what is to be done once more; the learner hears of it."""
    report = marked.report
    lock(report.enrolment)
    refuse_if(why_not_judge(report, by=by))
    _judge(report, "send_back", answer, by=by, at=at)
    _tell_learner(report, marked.lesson, "school.report_again", at=at)


def _judge(report: Report, action: str, answer: str, *, by: Actor, at: datetime) -> None:
    also = {"looked_by": by.person, "looked_at": at, "answer": answer}
    move(report, REPORT, action, by=by, at=at, also=also)


def _tell_learner(report: Report, lesson: Lesson, event: str, *, at: datetime) -> None:
    enrolment = report.enrolment
    tell(
        [enrolment.person_id],
        event,
        about=f"{TABLE}:{report.id}",
        url=f"/learn/{enrolment.course_id}/{lesson.key}/report",
        facts={"title": lesson.title},
        at=at,
    )
