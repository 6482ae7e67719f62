"""A course as a booklet: cover, contents, lesson after lesson, and where the exam is."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from core.clock import VILLAGE
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.web.pdf import FONT, begin, draw_code, number_pages, rule, say, shown
from core.words import _, _l, dated
from training.courses.models import CourseVersion, Lesson, LessonKind
from training.courses.papers import Hung, pieces
from training.courses.rules import KINDS
from training.school import rules
from training.school.papers.prose import (
    HEADING,
    INDENT,
    LEADING,
    keep_together,
    write_mark,
    write_prose,
)

WIDTH, HEIGHT, EDGE = 210, 297, 20  # A4, in millimetres
SMALL, SIZE, LESSON, CHAPTER, TITLE = 12, 15, 20, 24, 30  # points
CODE = 36  # the side of a code
ENTRY, FIRST, FURTHER = 9.5, 24, 26  # a line of the contents, and how many a page has
ROOM = 60  # millimetres that a lesson has at least where it begins
WIDEST = 1000  # pixels of a picture across the page: enough for print, and not much to carry
HIGHEST = 150  # millimetres of a picture
ELSEWHERE = {
    LessonKind.VIDEO: _l("录像在手机上放，册子里是里面说的话。"),
    LessonKind.AUDIO: _l("录音在手机上放，册子里是里面说的话。"),
    LessonKind.PAPER: _l("这一课的资料在手机上，可以下载。"),
    LessonKind.CLASS: _l("这一课要去上课。哪天、在哪里，在手机上看，或者打电话问。"),
    LessonKind.TEST: _l("这一课是小测，在手机上做，想做几次都行。"),
    LessonKind.PRACTICE: _l("做好了拍照，在手机上这一课里交给老师。"),
}
Opened = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Part:
    """A chapter with its lessons."""

    title: str
    lessons: Sequence[Lesson]


@dataclass(frozen=True, kw_only=True)
class Booklet:
    """What is printed: a version with its chapters; `picture` finds the bytes of one by its ref."""

    version: CourseVersion
    parts: Sequence[Part]
    course_url: str
    exam_url: str
    picture: Opened

    @property
    def count(self) -> int:
        """How many lessons there are."""
        return sum(len(each.lessons) for each in self.parts)


def write_booklet(booklet: Booklet) -> bytes:
    """Return the booklet as a PDF."""
    pdf: Any = begin((WIDTH, HEIGHT), edge=EDGE, title=booklet.version.title)
    try:
        _write(pdf, booklet)
        return bytes(pdf.output())
    finally:
        pdf.fonts[FONT].close()  # a worker goes on after a booklet that could not be written


def _write(pdf: Any, booklet: Booklet) -> None:
    number_pages(pdf)
    pdf.add_page()
    _cover(pdf, booklet)
    pdf.add_page()
    entries = len(booklet.parts) + booklet.count + 1
    pdf.insert_toc_placeholder(
        _contents, pages=pages_of_contents(entries), reset_page_indices=False
    )
    number = 0
    for place, part in enumerate(booklet.parts):
        if place:
            pdf.add_page()
        pdf.start_section(part.title, level=0)
        say(pdf, part.title, size=CHAPTER)
        rule(pdf)
        for lesson in part.lessons:
            number += 1
            _lesson(pdf, lesson, number, booklet.picture)
    _end(pdf, booklet)


def pages_of_contents(entries: int) -> int:
    """Return on how many pages so many lines of contents stand."""
    return 1 + max(0, -(-(entries - FIRST) // FURTHER))


def _cover(pdf: Any, booklet: Booklet) -> None:
    version, course = booklet.version, booklet.version.course
    organiser, unlocks = course.organiser, course.unlocks
    pdf.set_y(45)
    say(pdf, version.title, size=TITLE, align="C")
    pdf.ln(4)
    say(pdf, organiser.name, size=LESSON, align="C")
    pdf.ln(12)
    if version.summary:
        say(pdf, version.summary, size=SIZE)
        pdf.ln(6)
    day = version.published_at
    facts = (
        (_("费用"), _("不收钱")),
        (_("学什么人"), version.for_whom),
        (_("有多少"), _("%(count)s 课", count=booklet.count)),
        (_("学完考过，就登记为"), str(QUALIFICATIONS[unlocks]) if unlocks else ""),
        (_("办课的"), organiser.name),
        (_("地址"), organiser.address),
        (_("电话"), organiser.phone),
        (_("写成的日子"), dated(day.astimezone(VILLAGE)) if day else ""),
    )
    for name, value in facts:
        if value:
            say(pdf, _("%(what)s：%(about)s", what=name, about=value), size=SIZE)
    _code(pdf, booklet.course_url, on_the_phone(version))


def on_the_phone(version: CourseVersion) -> str:
    """Say for what one goes on on a phone: what everybody may read is only read there."""
    if version.open_reading:
        return _("扫这个码，在手机上看。")
    return _("扫这个码，在手机上接着学：放录像、做小测、交作业、考试都在那里。")


def without_exam(version: CourseVersion) -> str:
    """Say what comes after a course without an exam; only who learns in it can ask there."""
    if version.open_reading:
        return _("这门课不考试，谁都能看。")
    return _("这门课不考试。有不明白的，在手机上每一课下面都可以问老师。")


def _code(pdf: Any, address: str, words: str) -> None:
    """Draw a code with what it leads to beside it, and the address for who types it."""
    pdf.ln(8)
    keep_together(pdf, CODE + 4)
    top, left = pdf.get_y(), pdf.l_margin
    draw_code(pdf, address, left=left, top=top, side=CODE)
    pdf.set_left_margin(left + CODE + 6)
    pdf.set_y(top + 3)
    say(pdf, words, size=SIZE)
    say(pdf, address, size=SMALL)
    pdf.set_left_margin(left)
    pdf.set_y(max(pdf.get_y(), top + CODE) + 4)


def _contents(pdf: Any, outline: Sequence[Any]) -> None:
    """Write what is where; each entry is one line, cut where it is too long."""
    pdf.set_x(pdf.l_margin)
    say(pdf, _("目录"), size=CHAPTER)
    pdf.ln(4)
    for place, entry in enumerate(outline):
        if place >= FIRST and (place - FIRST) % FURTHER == 0:
            pdf.add_page()
        pdf.set_font(FONT, size=SIZE)
        pdf.set_x(pdf.l_margin + INDENT * entry.level)
        number = str(entry.page_number)
        wide = pdf.w - pdf.r_margin - pdf.get_x() - 15
        pdf.cell(wide, ENTRY, _fitting(pdf, entry.name, wide - 3))
        pdf.cell(15, ENTRY, number, align="R", new_x="LMARGIN", new_y="NEXT")


def _fitting(pdf: Any, text: str, wide: float) -> str:
    """Return as much of a title as a line has room for."""
    said = shown(text, pdf.fonts[FONT].cmap)
    if pdf.get_string_width(said) <= wide:
        return said
    while said and pdf.get_string_width(f"{said}…") > wide:
        said = said[:-1]
    return f"{said}…"


def _lesson(pdf: Any, lesson: Lesson, number: int, picture: Opened) -> None:
    """Write a lesson: its text with pictures, what is said in it, what to do, what to remember."""
    pdf.ln(6)
    keep_together(pdf, ROOM)
    title = _("%(number)s. %(title)s", number=number, title=lesson.title)
    pdf.start_section(title, level=1)
    say(pdf, title, size=LESSON)
    long = rules.long(lesson.minutes) if lesson.minutes else ""
    say(pdf, " · ".join(filter(None, (str(KINDS[lesson.kind]), long))), size=SMALL)
    pdf.ln(3)
    for each in pieces(lesson):
        if isinstance(each, Hung):
            _picture(pdf, each, picture)
        else:
            write_prose(pdf, each)
    if lesson.transcript:
        _heading(pdf, _("里面说了什么"))
        for line in rules.in_short(lesson.transcript).splitlines():
            say(pdf, line, size=SIZE)
    if lesson.kind in ELSEWHERE:
        say(pdf, str(ELSEWHERE[lesson.kind]), size=SIZE)
    if lesson.asks:
        _list(pdf, _("回家做好，交这些照片"), lesson.asks)
    if lesson.points:
        _list(pdf, _("记住这几点"), lesson.points)


def _heading(pdf: Any, words: str) -> None:
    pdf.ln(3)
    keep_together(pdf, 3 * HEADING * LEADING)
    say(pdf, words, size=HEADING)


def _list(pdf: Any, title: str, items: Sequence[str]) -> None:
    _heading(pdf, title)
    left = pdf.l_margin
    pdf.set_left_margin(left + INDENT)
    for each in items:
        write_mark(pdf, "·", size=SIZE)
        say(pdf, each, size=SIZE)
    pdf.set_left_margin(left)
    pdf.set_x(left)


def _picture(pdf: Any, hung: Hung, picture: Opened) -> None:
    """Draw a picture as wide as the page, and below it what is to be seen."""
    data = picture(hung.file.ref)
    if data is not None:
        width, height, drawn = for_print(data)
        wide = min(pdf.epw, HIGHEST * width / height)
        keep_together(pdf, wide * height / width + 2 * SMALL * LEADING)
        pdf.image(drawn, x=pdf.l_margin + (pdf.epw - wide) / 2, w=wide)
        pdf.ln(1)
    if hung.alt:
        say(pdf, hung.alt, size=SMALL, align="C")
    pdf.ln(3)


def for_print(data: bytes) -> tuple[int, int, io.BytesIO]:
    """Return a stored picture as (width, height, JPEG): WebP is more than printers read."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as found:
        made = found.convert("RGB")
        made.thumbnail((WIDEST, WIDEST * 2))
        made.save(out, "JPEG", quality=82)
    out.seek(0)
    return *made.size, out


def _end(pdf: Any, booklet: Booklet) -> None:
    """Say on a page of its own where the exam is, or where one goes on where there is none."""
    pdf.add_page()
    exam = rules.exam_in_words(booklet.version)
    title = _("到哪里考试") if exam else _("学完以后")
    pdf.start_section(title, level=0)
    say(pdf, title, size=CHAPTER)
    rule(pdf)
    pdf.ln(4)
    if exam:
        say(pdf, exam, size=SIZE)
        say(pdf, _("考试在手机或者电脑上，册子里没有题。要先登录，把每一课学完。"), size=SIZE)
        _code(pdf, booklet.exam_url, _("扫这个码去考试，或者打开下面的网址。"))
    else:
        say(pdf, without_exam(booklet.version), size=SIZE)
        _code(pdf, booklet.course_url, _("扫这个码，打开这门课。"))
    phone = booklet.version.course.organiser.phone
    if phone:
        say(pdf, _("不会用手机的，打电话问：%(phone)s", phone=phone), size=SIZE)
