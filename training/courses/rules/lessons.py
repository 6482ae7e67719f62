"""What a lesson of each kind is made of, and what it still lacks."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from core.words import _
from training.courses.models import Chapter, FileRole, Lesson, LessonKind

K = LessonKind
OFFERED: tuple[LessonKind, ...] = tuple(K)
RECORDED = frozenset({K.VIDEO, K.AUDIO})
MOST_CHAPTERS, MOST_LESSONS, MOST_PICTURES = 20, 80, 20
MOST_POINTS, MOST_ASKS = 8, 6
LONGEST_TITLE, LONGEST_POINT, LONGEST_NAME, LONGEST_ALT = 40, 100, 40, 120
LONGEST_BODY, LONGEST_TRANSCRIPT = 20_000, 60_000
MOST_MINUTES, MOST_SECONDS, MOST_QUESTIONS = 600, 36_000, 50
# A picture stands on a line of its own.
PICTURE = re.compile(r"^[ \t]*!\[(?P<alt>[^\]\n]*)\]\((?P<name>[^)\n]*)\)[ \t]*$", re.MULTILINE)
NAME = re.compile(r"[\w-]+", re.UNICODE)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the writer of a lesson fills in; what its kind has no use for stays empty."""

    title: str
    minutes: int = 0
    body: str = ""
    points: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    seconds: int = 0
    transcript: str = ""
    questions: int = 0
    pass_mark: int = 0

    def written(self) -> str:
        """Return it as text, to be compared."""
        figures = (self.minutes, self.seconds, self.questions, self.pass_mark)
        parts = (self.title, " ".join(map(str, figures)), *self.points, *self.asks)
        return "\n".join((*parts, self.body, self.transcript))


def content_of(lesson: Lesson) -> Content:
    """Return what the lesson says now."""
    said: dict[str, Any] = {each.name: getattr(lesson, each.name) for each in fields(Content)}
    return Content(**{**said, "points": tuple(lesson.points), "asks": tuple(lesson.asks)})


def mark_of(lesson: Lesson) -> str:
    """Return by which sign a writer's starting point is known: the same words, the same sign."""
    said = content_of(lesson)
    words = json.dumps([getattr(said, each.name) for each in fields(said)], ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def pictures_in(text: str) -> list[str]:
    """Return the names of the pictures that a text shows, in their order."""
    return [found["name"].strip() for found in PICTURE.finditer(text)]


def why_not_chapter(title: str, *, chapters: int = 0) -> str | None:
    """Say why there cannot be a chapter of this name, beside so many others, or None."""
    if chapters >= MOST_CHAPTERS:
        return _("一门课最多 %(most)s 章", most=MOST_CHAPTERS)
    return why_not_title(title)


def why_not_title(title: str) -> str | None:
    """Say what is wrong with the name of a chapter or lesson, or None."""
    if not title.strip():
        return _("请写名称")
    return _("最多 %(most)s 个字", most=LONGEST_TITLE) if len(title) > LONGEST_TITLE else None


def why_not_lesson(kind: LessonKind, *, lessons: int) -> tuple[str, str] | None:
    """Return (field, why there cannot be one more lesson of this kind), or None."""
    if lessons >= MOST_LESSONS:
        return "title", _("一门课最多 %(most)s 课", most=MOST_LESSONS)
    return None if kind in OFFERED else ("kind", _("请选一种"))


def why_not_write(content: Content) -> tuple[str, str] | None:
    """Return (field, what is wrong) with what a lesson says, or None."""
    if reason := why_not_title(content.title):
        return "title", reason
    longest = {"body": LONGEST_BODY, "transcript": LONGEST_TRANSCRIPT}
    for name, most in longest.items():
        if len(getattr(content, name)) > most:
            return name, _("最多 %(most)s 个字", most=most)
    most_of = {
        "minutes": MOST_MINUTES,
        "seconds": MOST_SECONDS,
        "questions": MOST_QUESTIONS,
        "pass_mark": 100,
    }
    for name, most in most_of.items():
        if not 0 <= getattr(content, name) <= most:
            return name, _("请写 %(least)s 到 %(most)s 之间的数", least=0, most=most)
    for name, most in {"points": MOST_POINTS, "asks": MOST_ASKS}.items():
        given: Sequence[str] = getattr(content, name)
        if len(given) > most:
            return name, _("最多写 %(most)s 条", most=most)
        if any(len(each) > LONGEST_POINT for each in given):
            return name, _("一条最多 %(most)s 个字", most=LONGEST_POINT)
    return None


def why_not_picture(name: str, alt: str, *, hung: Collection[str]) -> tuple[str, str] | None:
    """Return (field, why a picture cannot hang here under this name), or None."""
    if len(hung) >= MOST_PICTURES:
        return "picture", _("一课最多 %(most)s 张图，先去掉一张", most=MOST_PICTURES)
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        return "name", _("名字只用汉字、字母、数字，不要空格和标点")
    if name in hung:
        return "name", _("这一课已经有一张叫“%(name)s”的图", name=name)
    reason = why_not_alt(alt)
    return ("alt", reason) if reason else None


def why_not_alt(alt: str) -> str | None:
    """Say what is wrong with the words for who cannot see a picture, or None."""
    if not alt.strip():
        return _("请写图上是什么，看不见的人靠它听")
    if len(alt) > LONGEST_ALT:
        return _("最多 %(most)s 个字", most=LONGEST_ALT)
    return _("不要用方括号") if any(sign in alt for sign in "[]\n") else None


def why_not_ready(lesson: Lesson, hung: Mapping[str, Collection[str]], *, items: int) -> list[str]:
    """Return what a lesson lacks before anybody can learn it; `hung` are its files by role."""
    said = []
    kind, body = lesson.kind, lesson.body.strip()
    if lesson.minutes == 0:
        said.append(_("没有写大约几分钟"))
    if kind in {K.TEXT, K.CLASS} and not body:
        said.append(_("还没有内容"))
    if kind is K.PAPER and not hung.get(FileRole.PAPER):
        said.append(_("还没有上传资料"))
    if kind is K.PRACTICE and not lesson.asks:
        said.append(_("没有写要拍什么"))
    if kind in RECORDED and not hung.get(FileRole.MEDIA):
        said.append(_("还没有录音录像"))
    if kind in RECORDED and hung.get(FileRole.MEDIA) and not lesson.seconds:
        said.append(_("没有写录音录像有多长"))
    if kind in RECORDED and not lesson.transcript.strip():
        said.append(_("没有文字稿，看不了、听不了的人学不了"))
    if kind is K.TEST:
        said += _why_not_test(lesson, items=items)
    lacks = [
        each for each in pictures_in(lesson.body) if each not in hung.get(FileRole.PICTURE, ())
    ]
    said += [_("没有叫“%(name)s”的图", name=each) for each in dict.fromkeys(lacks)]
    return said


def _why_not_test(lesson: Lesson, *, items: int) -> list[str]:
    if not lesson.questions or not lesson.pass_mark:
        return [_("没有写抽几题、几分及格")]
    if lesson.questions > items:
        return [
            _(
                "小测抽 %(asked)s 题，这一章前面几课的题只有 %(items)s 题",
                asked=lesson.questions,
                items=items,
            )
        ]
    return []


def in_order(
    chapters: Sequence[Chapter], lessons: Sequence[Lesson]
) -> list[tuple[Chapter, list[Lesson]]]:
    """Return the outline: each chapter with its lessons, as they are learnt."""
    ordered = sorted(chapters, key=lambda each: (each.position, each.id))
    return [
        (
            chapter,
            sorted(
                (each for each in lessons if each.chapter_id == chapter.id),
                key=lambda each: (each.position, each.id),
            ),
        )
        for chapter in ordered
    ]
