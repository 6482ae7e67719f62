"""What hangs on a lesson: pictures by name, and the paper of one."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.storage import operations as storage
from core.storage.models import StoredFile
from core.storage.operations import Laid
from core.storage.recordings import Recording
from core.words import _
from training.courses.models import CourseVersion, FileRole, Lesson, LessonFile, LessonKind
from training.courses.operations.drafting import hold
from training.courses.rules import lessons as rules

TABLE = LessonFile.__tablename__


def add_picture(
    version: CourseVersion,
    lesson: Lesson,
    laid: Laid,
    *,
    name: str,
    alt: str,
    by: Actor,
    at: datetime,
) -> LessonFile:
    """Hang a picture on the lesson, to be shown where its text names it; everybody may see it."""
    hold(version, at=at)
    _refuse(rules.why_not_picture(name, alt, hung=_names(lesson)))
    stored = storage.keep(laid, is_public=True, by=by, at=at)
    return _hang(lesson, stored, FileRole.PICTURE, name=name, alt=alt, by=by, at=at)


def describe_picture(
    version: CourseVersion, picture: LessonFile, *, alt: str, by: Actor, at: datetime
) -> None:
    """Say what is to be seen on the picture; its name stays, since the text calls it by that."""
    hold(version, at=at)
    refuse_if(rules.why_not_alt(alt), field="alt")
    picture.alt = alt
    db.session.flush()
    record("describe_picture", TABLE, picture.id, by=by, at=at, became=alt)


def hang_paper(
    version: CourseVersion, lesson: Lesson, laid: Laid, *, by: Actor, at: datetime
) -> LessonFile:
    """Hang the paper on the lesson; one that hung there before goes."""
    hold(version, at=at)
    if lesson.kind is not LessonKind.PAPER:
        raise Refused(_("这一课不用上传资料"))
    let_go([each for each in lesson.files if each.role is FileRole.PAPER], at=at)
    stored = storage.keep(laid, is_public=True, by=by, at=at)
    return _hang(lesson, stored, FileRole.PAPER, name="", alt="", by=by, at=at)


def remove_file(version: CourseVersion, hung: LessonFile, *, by: Actor, at: datetime) -> None:
    """Take a picture or paper off its lesson."""
    hold(version, at=at)
    record("remove_lesson_file", TABLE, hung.id, by=by, at=at, was=hung.name)
    let_go([hung], at=at)


def let_go(files: Iterable[LessonFile], *, at: datetime) -> None:
    """Take these files off their lessons; the bytes go once no other version shows them."""
    for each in list(files):
        stored, recorded = each.file, each.recording_id
        db.session.delete(each)
        db.session.flush()
        if stored is not None and not _still_shown(LessonFile.file_id == stored.id):
            storage.drop(stored, at=at)
        if recorded is not None and not _still_shown(LessonFile.recording_id == recorded):
            one = update(Recording).where(Recording.id == recorded, Recording.deleted_at.is_(None))
            db.session.execute(one.values(deleted_at=at))


def _still_shown(condition: object) -> bool:
    return bool(db.session.scalar(select(select(LessonFile.id).where(condition).exists())))  # type: ignore[arg-type]


def _hang(
    lesson: Lesson,
    stored: StoredFile,
    role: FileRole,
    *,
    name: str,
    alt: str,
    by: Actor,
    at: datetime,
) -> LessonFile:
    made = LessonFile(lesson_id=lesson.id, file_id=stored.id, role=role, name=name, alt=alt)
    db.session.add(made)
    db.session.flush()
    db.session.expire(lesson, ["files"])
    record("hang_lesson_file", TABLE, made.id, by=by, at=at, became=name or stored.ref)
    return made


def _names(lesson: Lesson) -> list[str]:
    query = select(LessonFile.name).where(
        LessonFile.lesson_id == lesson.id, LessonFile.role == FileRole.PICTURE
    )
    return list(db.session.scalars(query))


def _refuse(wrong: tuple[str, str] | None) -> None:
    if wrong is not None:
        raise Refused(wrong[1], field=wrong[0])
