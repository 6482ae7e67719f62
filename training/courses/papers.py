"""The text of a lesson as it is read: prose, and the pictures that it names, in their order."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from core.storage.models import LARGE, SMALL, StoredFile
from core.web.prose import prose
from training.courses.models import FileRole, Lesson, LessonFile
from training.courses.rules.lessons import PICTURE


@dataclass(frozen=True)
class Prose:
    """A piece of text without pictures."""

    html: Markup
    is_picture = False


@dataclass(frozen=True)
class Picture:
    """A picture between two pieces of text; `widths` are those in which it is kept."""

    ref: str
    alt: str
    width: int
    height: int
    is_picture = True

    @property
    def widths(self) -> list[tuple[int, int]]:
        """Return (the size to ask for, how wide that is), the small one first."""
        sizes = [(size, min(size, self.width)) for size in (SMALL, LARGE)]
        return sizes if self.width > SMALL else sizes[:1]


@dataclass(frozen=True)
class Hung:
    """A picture where the text names it, and what is to be seen on it."""

    file: StoredFile
    alt: str


Block = Prose | Picture


def pieces(lesson: Lesson) -> list[str | Hung]:
    """Return Markdown and pictures in their order, in no query where the files are loaded.

    A line that names a picture which is not there is left out: it is not for learners to mend.
    """
    hung = {
        each.name: (each.file, each.alt)
        for each in lesson.files
        if each.role is FileRole.PICTURE and each.file is not None and not each.file.deleted_at
    }
    made: list[str | Hung] = []
    start = 0
    for found in PICTURE.finditer(lesson.body):
        made.append(lesson.body[start : found.start()])
        stored, alt = hung.get(found["name"].strip(), (None, ""))
        if stored is not None:
            made.append(Hung(stored, found["alt"].strip() or alt))
        start = found.end()
    made.append(lesson.body[start:])
    return [each for each in made if isinstance(each, Hung) or each.strip()]


def blocks(lesson: Lesson) -> list[Block]:
    """Return what the lesson says, piece by piece, as a page shows it."""
    return [
        _picture(each) if isinstance(each, Hung) else Prose(prose(each.strip("\n"), breaks=True))
        for each in pieces(lesson)
    ]


def _picture(hung: Hung) -> Picture:
    stored = hung.file
    return Picture(stored.ref, hung.alt, stored.width or SMALL, stored.height or SMALL)


def paper_of(lesson: Lesson) -> StoredFile | None:
    """Return the paper of the lesson, where one hangs there."""
    return next(
        (
            each.file
            for each in lesson.files
            if each.role is FileRole.PAPER and each.file is not None and not each.file.deleted_at
        ),
        None,
    )


def recordings_of(lesson: Lesson, role: FileRole) -> list[LessonFile]:
    """Return the films, sounds or captions of the lesson that are there."""
    return [
        each
        for each in lesson.files
        if each.role is role and each.recording and not each.recording.deleted_at
    ]


def heard_of(lesson: Lesson) -> dict[str, Any]:
    """Return what there is to watch or hear of a lesson, and what is said in it, to be read."""
    return {
        "media": recordings_of(lesson, FileRole.MEDIA),
        "captions": recordings_of(lesson, FileRole.CAPTIONS),
    }
