"""What kinds of questions there are, and what an item of the bank must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.words import _, _l
from training.courses.models import VersionStatus
from training.exams.models import ItemKind

LONGEST_TEXT, LONGEST_CHOICE, LONGEST_WHY = 300, 100, 300
MOST_CHOICES, FEWEST = 6, 2
FEWEST_IN_ORDER = 3  # two could only be shown the wrong way round
FEWEST_RIGHT = 2  # of several
MOST_ITEMS = 300  # of a bank
BIGGEST = 999_999_999
WITH_CHOICES = {ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.ORDER}
TICKED = {ItemKind.SINGLE, ItemKind.MULTIPLE}

KINDS: Mapping[ItemKind, str] = {
    ItemKind.SINGLE: _l("单选"),
    ItemKind.MULTIPLE: _l("多选"),
    ItemKind.TRUTH: _l("对错"),
    ItemKind.NUMBER: _l("填数"),
    ItemKind.ORDER: _l("排先后"),
}
# What a learner is told to do.
ASKS: Mapping[ItemKind, str] = {
    ItemKind.SINGLE: _l("选一个"),
    ItemKind.MULTIPLE: _l("选出所有对的，可能不止一个"),
    ItemKind.TRUTH: _l("对还是错"),
    ItemKind.NUMBER: _l("写一个整数"),
    ItemKind.ORDER: _l("给每一样选它排第几"),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a teacher says of an item; `answer` as the table keeps it."""

    kind: ItemKind
    text: str
    lesson_key: int | None = None
    choices: list[str] = field(default_factory=list)
    answer: list[int] = field(default_factory=list)
    tolerance: int = 0
    why: str = ""


def why_not_write(status: VersionStatus) -> str | None:
    """Say why the bank of a version cannot be written, or None: who learns it keeps its items."""
    if status is VersionStatus.DRAFT:
        return None
    return _("这一版已经发布了，题不能再改。要改题，请先开始新的一版")


def why_not_item(said: Said, *, lessons: Sequence[int]) -> tuple[str, str] | None:
    """Return (field, what is wrong) with an item, or None; `lessons` are the version's keys."""
    if not said.text:
        return "text", _("请写题目")
    if said.lesson_key is not None and said.lesson_key not in lessons:
        return "lesson_key", _("这一版里没有这一课")
    if said.kind in WITH_CHOICES:
        return _why_not_choices(said)
    if said.kind is ItemKind.TRUTH and said.answer not in ([0], [1]):
        return "truth", _("请选对还是错")
    if said.kind is ItemKind.NUMBER:
        return _why_not_number(said)
    return None


def _why_not_choices(said: Said) -> tuple[str, str] | None:
    count = len(said.choices)
    least = FEWEST_IN_ORDER if said.kind is ItemKind.ORDER else FEWEST
    if count < least:
        return f"choice{count}", _("至少写 %(count)s 样", count=least)
    if len(set(said.choices)) < count:
        twice = next(n for n, each in enumerate(said.choices) if each in said.choices[:n])
        return f"choice{twice}", _("和前面的一样")
    if said.kind is ItemKind.ORDER:
        return None
    if said.kind is ItemKind.SINGLE and len(said.answer) != 1:
        return "right0", _("单选题，勾一个对的")
    if said.kind is ItemKind.MULTIPLE and len(said.answer) < FEWEST_RIGHT:
        return "right0", _("多选题，至少勾两个对的")
    return None


def _why_not_number(said: Said) -> tuple[str, str] | None:
    if len(said.answer) != 1 or abs(said.answer[0]) > BIGGEST:
        return "number", _("请写一个整数")
    if not 0 <= said.tolerance <= BIGGEST:
        return "tolerance", _("请写 0 或者更大的整数")
    return None
