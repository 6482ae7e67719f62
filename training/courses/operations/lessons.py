"""Writing what a lesson says."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from core.access import Actor
from core.db import db
from core.errors import Overtaken, Refused
from core.history.operations import record
from core.words import _
from training.courses.models import CourseVersion, Lesson
from training.courses.operations.drafting import count_minutes, hold
from training.courses.rules import lessons as rules
from training.courses.rules.lessons import Content

TABLE = Lesson.__tablename__


def write_lesson(
    version: CourseVersion,
    lesson: Lesson,
    content: Content,
    *,
    seen: str,
    by: Actor,
    at: datetime,
) -> None:
    """Say what the lesson says; raise `Overtaken` when it says something else than was `seen`.

    `seen` is the mark of the words that the writer began from: each lesson is guarded by itself,
    so that two teachers write two lessons of one draft side by side.
    """
    if wrong := rules.why_not_write(content):
        raise Refused(wrong[1], field=wrong[0])
    hold(version, at=at)
    mine = select(Lesson).where(Lesson.id == lesson.id, Lesson.version_id == version.id)
    now = db.session.scalar(mine.execution_options(populate_existing=True))
    if now is None:
        raise Refused(_("这一课刚刚被去掉了"))
    stands = rules.content_of(now)
    if rules.mark_of(now) != seen and stands != content:
        raise Overtaken(
            _("您写的时候，另一位老师先存了一版"),
            theirs=stands.written(),
            mine=content.written(),
        )
    said = {**asdict(content), "points": list(content.points), "asks": list(content.asks)}
    for name, value in said.items():
        setattr(now, name, value)
    db.session.flush()
    count_minutes(version)
    record("write_lesson", TABLE, now.id, by=by, at=at, became=content.title)
