"""The text of a lesson as blocks: prose, and the pictures that stand on lines of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from core.web.prose import prose
from training.courses.models import FileRole, Lesson

PICTURE = re.compile(r"^!\[([^\]\n]*)\]\(([a-z0-9-]{1,40})\)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Prose, or a picture (`ref` of the stored file) with what it shows in words."""

    html: Markup | None = None
    ref: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0


def blocks(lesson: Lesson) -> Sequence[Block]:
    """Return the lesson's text in order; a picture that is not there is left out."""
    kept = {
        each.name: each.file
        for each in lesson.files
        if each.role is FileRole.PICTURE and each.file is not None and not each.file.deleted_at
    }
    found: list[Block] = []
    end = 0
    for match in PICTURE.finditer(lesson.body):
        found.extend(_prose(lesson.body[end : match.start()]))
        if picture := kept.get(match[2]):
            found.append(
                Block(
                    ref=picture.ref,
                    alt=match[1],
                    width=picture.width or 0,
                    height=picture.height or 0,
                )
            )
        end = match.end()
    return [*found, *_prose(lesson.body[end:])]


def _prose(text: str) -> list[Block]:
    return [Block(html=prose(text))] if text.strip() else []
