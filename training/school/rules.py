"""What may be asked of the list of courses, what a course is like in words, and its booklet."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from core.qualifications.models import QualificationKind
from core.words import _
from training.courses.models import CourseVersion, Level, Subject

PAGE = 24
KEY = re.compile(r"([1-9]\d{0,15})-([1-9]\d{0,8})", re.ASCII)
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
HOUR = 60
MOST_SAID = 800  # characters of a transcript in a booklet
LAYOUT = 1  # of booklets: one more whenever they are to be made anew
BOOKLET = re.compile(r"booklet-[0-9]+-[0-9a-f]{16}\.pdf", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked of the list; an empty part asks for nothing.

    `after` is when the last course of the page before was switched on, and its id.
    """

    subject: Subject | None = None
    level: Level | None = None
    language: str = ""
    unlocks: QualificationKind | None = None
    after: tuple[datetime, int] | None = None

    @property
    def active(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.subject, self.level, self.language, self.unlocks)))

    def onward(self, after: tuple[datetime, int] | None) -> "Wish":
        """Return this wish from where a page ended, or from the beginning."""
        return replace(self, after=after)

    def args(self) -> dict[str, str]:
        """Return the query string that asks for this."""
        parts = {
            "subject": self.subject.value if self.subject else "",
            "level": self.level.value if self.level else "",
            "language": self.language,
            "unlocks": self.unlocks.value if self.unlocks else "",
            "after": key_of(*self.after) if self.after else "",
        }
        return {name: value for name, value in parts.items() if value}


def read_wish(args: Mapping[str, str], *, languages: frozenset[str]) -> Wish:
    """Read what an address asks for; what makes no sense is passed over."""
    subject, level, unlocks = (args.get(name, "") for name in ("subject", "level", "unlocks"))
    language = args.get("language", "")
    return Wish(
        subject=Subject(subject) if subject in set(Subject) else None,
        level=Level(level) if level in set(Level) else None,
        language=language if language in languages else "",
        unlocks=QualificationKind(unlocks) if unlocks in set(QualificationKind) else None,
        after=read_key(args.get("after", "")),
    )


def key_of(listed_at: datetime, course_id: int) -> str:
    """Write down where a page ended, to the microsecond, so that the next one misses nothing."""
    return f"{(listed_at - EPOCH) // MICROSECOND}-{course_id}"


def read_key(text: str) -> tuple[datetime, int] | None:
    """Return where the last page ended, or None for a key of no sense."""
    found = KEY.fullmatch(text)
    return (EPOCH + int(found[1]) * MICROSECOND, int(found[2])) if found else None


def in_short(text: str, *, most: int = MOST_SAID) -> str:
    """Return the beginning of what is said in a recording, to the end of a sentence."""
    said = text.strip()
    if len(said) <= most:
        return said
    cut = max(said.rfind(end, 0, most) for end in "。！？\n")
    return _("%(words)s……（后面的，在手机上这一课里看）", words=said[: cut + 1 or most].rstrip())


def exam_in_words(live: CourseVersion) -> str:
    """Say what the exam is like; nothing where there is none."""
    if not live.questions:
        return ""
    return _(
        "学完考一次：%(questions)s 道题，%(minutes)s 分钟，答对 %(mark)s%% 就过。没过可以再考。",
        questions=live.questions,
        minutes=live.exam_minutes,
        mark=live.pass_mark,
    )


def booklet_name(version_id: int, *, organiser: str, pictures: int) -> str:
    """Return under which name the booklet of a version lies with the files.

    What is published stays as it is, but for the organiser's name and pictures that were taken
    away: then it is another booklet, and the one before is shown to nobody.
    """
    mark = hashlib.sha256(f"{LAYOUT}|{pictures}|{organiser}".encode()).hexdigest()[:16]
    return f"booklet-{version_id}-{mark}.pdf"


def long(minutes: int) -> str:
    """Say how long something takes: 40 分钟, 4 小时, 1 小时 20 分."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return _("%(minutes)s 分钟", minutes=rest)
    if not rest:
        return _("%(hours)s 小时", hours=hours)
    return _("%(hours)s 小时 %(minutes)s 分", hours=hours, minutes=rest)
