"""Reading a sheet as villages write it: headings in any order, by any of their names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.accounts.rules import normal_name, normal_phone
from core.errors import Refused
from core.storage.sheets import Row
from core.words import _

LONGEST_HOUSEHOLD = 30
LONGEST_NOTE = 200
HEADING_WITHIN = 5  # rows above it may hold a title
FIELDS = ("name", "phone", "household", "member", "note")
# What each column is called in the sheets that villages keep.
CALLED: Mapping[str, str] = {
    "name": "姓名 名字 村民姓名 人员姓名 成员姓名 name",
    "phone": "手机号 手机号码 手机 电话 电话号码 联系电话 联系方式 本人手机 移动电话 phone mobile",
    "household": "户号 户编号 户编码 家庭户号 家庭编号 户籍号 household",
    "member": "是否党员 党员 是不是党员 政治面貌 中共党员 member",
    "note": "备注 同意方式 知情同意 同意情况 告知方式 说明 note",
}
FIELD_OF = {word: what for what, words in CALLED.items() for word in words.split()}
YES_WORDS = "是 是的 对 党员 中共党员 正式党员 预备党员 中共预备党员 √ ✓ ✔ 1 y yes true"
NO_WORDS = "否 不是 非 无 没有 群众 非党员 团员 共青团员 × x 0 n no false - /"
YES, NO = frozenset(YES_WORDS.split()), frozenset(NO_WORDS.split())
BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")
DECORATION = re.compile(r"[\s*:：,.。_]+")
HAN = "[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
BETWEEN_HAN = re.compile(rf"(?<={HAN})\s+(?={HAN})")
Problem = tuple[str, str]  # the cell and the reason


@dataclass(frozen=True)
class Line:
    """A person as the sheet has it, and what cannot be right about it."""

    number: int
    name: str = ""
    phone: str = ""
    household: str = ""
    member: bool = False
    note: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def problem(self, what: str, reason: str) -> Problem:
        """Return the reason with the cell of this fact, or of the name where it has no column."""
        return self.places.get(what) or self.places["name"], reason


@dataclass(frozen=True)
class Sheet:
    """All people of a sheet, and the headings that nobody asked for."""

    lines: list[Line]
    ignored: list[str]


def read(rows: Sequence[Row]) -> Sheet:
    """Return the people of the sheet; raise `Refused`, field `file`, when it has no names."""
    headings = enumerate(map(read_heading, rows[:HEADING_WITHIN]), start=1)
    named = ((below, *heading) for below, heading in headings if "name" in heading[0])
    below, columns, ignored = next(named, (0, {}, []))
    if not below:
        raise Refused(_("没有找到“姓名”这一列，请用模板，或者给表格加上表头"), field="file")
    found = (read_line(each, columns) for each in rows[below:])
    lines = told_apart([line for line in found if line is not None])
    if not lines:
        raise Refused(_("表头下面一个人也没有"), field="file")
    return Sheet(lines, ignored)


def read_heading(row: Row) -> tuple[dict[str, int], list[str]]:
    """Return which column holds which fact, and the headings left over, each with its letter."""
    columns: dict[str, int] = {}
    ignored = []
    for column, text in enumerate(row.cells):
        what = field_called(text)
        if what is not None and what not in columns:
            columns[what] = column
        elif text:
            ignored.append(f"{text[:40]} ({row.place(column).rstrip('0123456789')})")
    return columns, ignored


def field_called(text: str) -> str | None:
    """Return the fact that a heading stands for, whatever else is written beside it."""
    words = BRACKETED.sub("", unicodedata.normalize("NFKC", text).lower())
    whole = DECORATION.sub("", words)
    for word in (whole, *re.split(r"[/、|]", whole)):
        if word in FIELD_OF:
            return FIELD_OF[word]
    return None


def read_line(row: Row, columns: Mapping[str, int]) -> Line | None:
    """Return the person of a row, or None when nothing of what we ask stands in it."""
    texts = {what: row.text(column) for what, column in columns.items()}
    if not any(texts.values()):
        return None
    places = {what: row.place(column) for what, column in columns.items()}
    problems: list[Problem] = []
    read_as: dict[str, str] = {}
    for what, reader in READERS.items():
        try:
            read_as[what] = reader(texts.get(what, ""))
        except ValueError as error:
            read_as[what] = texts[what][:LONGEST_NOTE]
            problems.append((places[what], str(error)))
    return Line(
        number=row.number,
        name=read_as["name"],
        phone=read_as["phone"],
        household=read_as["household"],
        member=read_as["member"] == "1",
        note=read_as["note"],
        places=places,
        problems=tuple(problems),
    )


def as_name(text: str) -> str:
    """Return the name without the gaps that make short names as wide as long ones."""
    return normal_name(BETWEEN_HAN.sub("", text.strip()))


def as_phone(text: str) -> str:
    return normal_phone(text) if text else ""


def as_household(text: str) -> str:
    number = "".join(unicodedata.normalize("NFKC", text).split())
    if len(number) > LONGEST_HOUSEHOLD:
        raise ValueError(_("户号太长了，最多 %(most)s 个字", most=LONGEST_HOUSEHOLD))
    return _seen(number)


def as_member(text: str) -> str:
    word = DECORATION.sub("", unicodedata.normalize("NFKC", text).lower())
    if word in YES:
        return "1"
    if not word or word in NO:
        return ""
    raise ValueError(_("看不懂，请写“是”或“否”"))


def as_note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise ValueError(_("备注太长了，最多 %(most)s 个字", most=LONGEST_NOTE))
    return _seen(note)


def _seen(text: str) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cn"} for sign in text):
        raise ValueError(_("里面有看不见的符号，请重新写一遍"))
    return text


READERS = {
    "name": as_name,
    "phone": as_phone,
    "household": as_household,
    "member": as_member,
    "note": as_note,
}


def told_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those with a further problem that cannot be told from an earlier one."""
    phones: dict[str, Line] = {}
    names: dict[str, list[Line]] = defaultdict(list)
    found = []
    for line in lines:
        more: list[Problem] = []
        first = phones.setdefault(line.phone, line) if line.phone else line
        if first is not line:
            reason = _("这个号码第 %(line)s 行已经写过", line=first.number)
            more.append(line.problem("phone", reason))
        elif line.name and (twin := one_too_like(line, names[line.name])) is not None:
            reason = _(
                "和第 %(line)s 行同名，分不清是不是一个人，请写手机号和户号", line=twin.number
            )
            more.append(line.problem("name", reason))
        names[line.name].append(line)
        found.append(with_problems(line, more))
    return found


def one_too_like(line: Line, earlier: Iterable[Line]) -> Line | None:
    """Return an earlier line of the same name that this one cannot be told from, if any."""
    for other in earlier:
        by_phone = line.phone and other.phone
        by_household = line.household and other.household and line.household != other.household
        same_household = line.household and line.household == other.household
        if same_household or not (by_phone or by_household):
            return other
    return None


def with_problems(line: Line, more: Iterable[Problem]) -> Line:
    """Return the line with these problems added."""
    problems = (*line.problems, *more)
    return line if problems == line.problems else Line(**{**vars(line), "problems": problems})
