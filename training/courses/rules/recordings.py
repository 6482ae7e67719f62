"""What belongs to a lesson that is watched or heard, how long it lasts, and who may play it."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from core.storage import rules as storage
from core.storage.recordings import RecordingType
from core.words import _
from training.courses.models import LessonKind, VersionStatus

KINDS: dict[LessonKind, frozenset[RecordingType]] = {
    LessonKind.VIDEO: storage.FILMS,
    LessonKind.AUDIO: storage.SOUNDS,
}
MOST_SECONDS = 36_000
LENGTH = re.compile(r"(?:(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)|(\d{1,5}))", re.ASCII)


def why_not_record(kind: LessonKind) -> str | None:
    """Say why nothing is played in a lesson of this kind, or None."""
    return None if kind in KINDS else _("这一课不是视频课，也不是音频课")


def seconds_of(text: str) -> int | None:
    """Read how long something lasts, 12:30 or 1:02:03 or seconds alone; None where it says not."""
    found = LENGTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    hours, minutes, seconds, alone = (int(part or 0) for part in found.groups())
    return alone or (hours * 60 + minutes) * 60 + seconds


def clock_of(seconds: int) -> str:
    """Write how long something lasts as a player does: 12:30, or 1:02:03."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def why_not_last(seconds: int | None) -> str | None:
    """Say why no recording lasts so long, or None."""
    if seconds is None:
        return _("写成 分:秒，比如 12:30")
    if seconds < 1:
        return _("时长要大于 0")
    return _("最长 10 小时") if seconds > MOST_SECONDS else None


@dataclass(frozen=True)
class Shelf:
    """A version of a course in which a recording stands."""

    status: VersionStatus
    is_open: bool  # to be read by everybody
    is_removed: bool
    teacher_ids: frozenset[int]


@dataclass(frozen=True)
class Play:
    """How far a recording may be played: to all, to who is signed in, or to its teachers."""

    to_all: bool
    to_learners: bool
    teacher_ids: frozenset[int]


def play_of(shelves: Collection[Shelf]) -> Play:
    """Return who may play what stands on these shelves; the most open of them counts.

    What was published once stays with who has begun it; a removed course is its teachers' alone.
    """
    published = [
        each for each in shelves if each.status is not VersionStatus.DRAFT and not each.is_removed
    ]
    return Play(
        to_all=any(each.is_open for each in published),
        to_learners=bool(published),
        teacher_ids=frozenset().union(*(each.teacher_ids for each in shelves)),
    )
