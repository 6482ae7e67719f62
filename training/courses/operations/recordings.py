"""What a teacher does with the recording of a lesson in a draft: put in, say how long, take out."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.storage.recorded import LaidRecording, drop_recording, keep_recording
from core.storage.recordings import Recording
from core.storage.rules import CAPTIONS
from core.words import _
from training.courses.models import (
    Course,
    CourseVersion,
    FileRole,
    Lesson,
    LessonFile,
    VersionStatus,
)
from training.courses.queries.recordings import Place
from training.courses.rules import recordings as rules

TABLE = LessonFile.__tablename__
LONGEST_TRANSCRIPT = 60_000


def put_media(place: Place, laid: LaidRecording, *, by: Actor, at: datetime) -> LessonFile:
    """Let the lesson play this; what it played before goes, and its length has to be said anew."""
    _hold(place, at=at)
    lesson = place.lesson
    _refuse_unfit(lesson)
    if laid.media_type not in rules.KINDS[lesson.kind]:
        raise Refused(_("这一课刚刚改了种类，请换一个文件"), field="recording")
    hung = _hang(place, laid, FileRole.MEDIA, by=by, at=at)
    lesson.seconds = 0
    return hung


def put_captions(place: Place, laid: LaidRecording, *, by: Actor, at: datetime) -> bool:
    """Let the lesson show these captions; tell whether they have become its transcript as well.

    Where nobody has written a transcript yet, what the captions say is one.
    """
    _hold(place, at=at)
    lesson = place.lesson
    _refuse_unfit(lesson)
    if laid.media_type not in CAPTIONS:
        raise RuntimeError("captions are WebVTT")
    _hang(place, laid, FileRole.CAPTIONS, by=by, at=at)
    if lesson.transcript.strip() or len(laid.words) > LONGEST_TRANSCRIPT:
        return False
    lesson.transcript = laid.words
    return True


def say_length(place: Place, seconds: int | None, *, by: Actor, at: datetime) -> None:
    """Say how long the recording lasts; whoever has watched it all has watched so many seconds."""
    refuse_if(rules.why_not_last(seconds), field="length")
    _hold(place, at=at)
    if place.hung(FileRole.MEDIA) is None:
        raise Refused(_("先上传录像或录音"), field="length")
    was, place.lesson.seconds = place.lesson.seconds, seconds or 0
    record(
        "say_length",
        Lesson.__tablename__,
        place.lesson.id,
        by=by,
        at=at,
        was=str(was),
        became=str(seconds),
    )


def take_out(place: Place, role: FileRole, *, by: Actor, at: datetime) -> None:
    """Take a recording or captions out of the lesson; no matter when it is gone already."""
    _hold(place, at=at)
    hung = place.hung(role)
    if hung is None:
        return
    was = hung.recording
    record("take_out_recording", TABLE, hung.id, by=by, at=at, was=was.name if was else None)
    db.session.delete(hung)
    if role is FileRole.MEDIA:
        place.lesson.seconds = 0
    db.session.flush()
    _let_go(was, at=at)


def _hold(place: Place, *, at: datetime) -> None:
    """Let one change of a draft follow the other; refuse one that is a draft no more."""
    version_id = place.lesson.version_id
    still = (
        select(CourseVersion.id)
        .join(CourseVersion.course)
        .where(CourseVersion.id == version_id, CourseVersion.status == VersionStatus.DRAFT)
        .where(Course.removed_at.is_(None))
        .with_for_update(of=CourseVersion)
    )
    if db.session.scalar(still) is None:
        raise Refused(_("这一版已经发布或者不要了，不能再改；请打开现在的草稿"))
    touch = update(CourseVersion).where(CourseVersion.id == version_id)
    db.session.execute(touch.values(changed_at=at))
    # Read again: another teacher may have hung something while one waited here.
    db.session.expire(place.lesson)


def _refuse_unfit(lesson: Lesson) -> None:
    refuse_if(rules.why_not_record(lesson.kind), field="recording")


def _hang(
    place: Place, laid: LaidRecording, role: FileRole, *, by: Actor, at: datetime
) -> LessonFile:
    hung = place.hung(role)
    was = hung.recording if hung is not None else None
    kept = keep_recording(laid, field="recording", by=by, at=at)
    if hung is None:
        hung = LessonFile(lesson_id=place.lesson.id, role=role)
        db.session.add(hung)
    hung.recording_id = kept.id
    db.session.flush()
    db.session.expire(hung, ["recording"])
    record(
        "put_recording",
        TABLE,
        hung.id,
        by=by,
        at=at,
        was=was.name[:200] if was else None,
        became=kept.name[:200],
    )
    _let_go(was, at=at)
    return hung


def _let_go(recording: Recording | None, *, at: datetime) -> None:
    """Drop a recording that no lesson plays any more; learners finish the version they began."""
    if recording is None:
        return
    played = select(LessonFile.id).where(LessonFile.recording_id == recording.id).limit(1)
    if db.session.scalar(played) is None:
        drop_recording(recording, at=at)
