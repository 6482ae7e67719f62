"""What owners, stewards and leaders fill in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from core.sponsorship import rules
from core.sponsorship.models import Kinship, Seen
from core.sponsorship.rules import Findings
from core.web.forms import Form
from core.words import _, _l


def stripped(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class AskForm(Form):
    """A word to the branch that is asked to come."""

    note = TextAreaField(
        _l("想对支部说的"),
        [Optional(), Length(max=rules.LONGEST_NOTE, message=_l("最多 300 个字"))],
        filters=[stripped],
        description=_l("比如哪几天方便、怎么走。"),
    )


class StewardForm(Form):
    """Who goes, and stands by the place afterwards: chosen from the branch's people."""

    who = SelectField(_l("包联人"), [DataRequired(_l("请选一个人"))])

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Let one of these be chosen; nobody is beforehand."""
        self.who.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(*each) for each in people),
        ]


class TypedStewardForm(Form):
    """The same where a branch has too many people for a list."""

    who = StringField(
        _l("包联人"),
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=_l("班子成员或本支部党员。写手机号或全名；有同名的，在姓名后面空一格写户号。"),
    )


def kinship_field(validator: Any) -> RadioField:
    return RadioField(
        _l("和经营者的关系"),
        [validator],
        choices=[SelectChoice(each.value, rules.KINSHIPS[each]) for each in Kinship],
        description=_l("配偶、父母、子女、兄弟姐妹、祖孙和他们的配偶，都算近亲属。会写进记录。"),
    )


@dataclass(frozen=True)
class Point:
    """One point of the list as the form shows it."""

    code: str
    words: str
    seen: Any
    remark: Any


class LaterOn(Optional):
    """May be empty for now; whether it has to be said is for the rules."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, bool] = {}


class VisitForm(Form):
    """The visit, while it is filled in: the points of the kind's list come from `with_points`."""

    version = HiddenField(default="0", validators=[Regexp(r"[0-9]{1,9}\Z")])
    day = DateField(_l("走访日期"), [LaterOn()])
    note = TextAreaField(
        _l("看到的情况"),
        [Optional(), Length(max=rules.LONGEST_FOUND, message=_l("最多 2000 个字"))],
        filters=[stripped],
        description=_l("谁都能看到。只写看到的事实，不写夸奖的话，也不写电话和身份证号。"),
    )
    kinship = kinship_field(LaterOn())

    checklist: Mapping[str, str] = {}

    @classmethod
    def with_points(cls, checklist: Mapping[str, str]) -> type["VisitForm"]:
        """Return the form with two fields for each point of the list."""
        fields: dict[str, Any] = {"checklist": checklist}
        for code, words in checklist.items():
            fields[f"seen_{code}"] = RadioField(
                words,
                [LaterOn()],
                choices=[SelectChoice(each.value, rules.FOUND[each]) for each in Seen],
            )
            fields[f"remark_{code}"] = StringField(
                _l("说明"),
                [Optional(), Length(max=rules.LONGEST_REMARK, message=_l("说明最多 120 个字"))],
                filters=[stripped],
            )
        return type("VisitForm", (cls,), fields)

    @property
    def points(self) -> list[Point]:
        return [
            Point(code, words, self[f"seen_{code}"], self[f"remark_{code}"])
            for code, words in self.checklist.items()
        ]

    @property
    def findings(self) -> Findings:
        """What was typed, as the rules read it."""
        checks: dict[str, tuple[Seen | None, str]] = {}
        for point in self.points:
            seen = Seen(point.seen.data) if point.seen.data else None
            checks[point.code] = (seen, point.remark.data or "")
        return Findings(day=self.day.data, checks=checks, note=self.note.data or "")

    def show(self, found: Findings, version: int) -> None:
        """Fill the form with what was saved."""
        self.version.data, self.day.data, self.note.data = str(version), found.day, found.note
        for point in self.points:
            seen, remark = found.checks.get(point.code, (None, ""))
            point.seen.data, point.remark.data = seen.value if seen else None, remark


class PictureForm(Form):
    """One picture, and what it shows."""

    picture = FileField(_l("照片"), [FileRequired(_l("请选一张照片"))])
    alt = StringField(
        _l("照片上是什么"),
        [DataRequired(_l("请用一句话说明照片")), Length(max=rules.LONGEST_ALT)],
        filters=[stripped],
        description=_l("看不见图的人靠这句话，比如“晒场上摊着的稻谷”。不要拍到人脸和证件号码。"),
    )


class DecideForm(Form):
    """Verified until a day, or refused with a reason; and a word on kinship."""

    verdict = RadioField(
        _l("决定"),
        [InputRequired(_l("请选一项"))],
        choices=[SelectChoice("verify", _l("核验")), SelectChoice("refuse", _l("这次不核验"))],
    )
    valid_until = DateField(
        _l("有效到"), [LaterOn()], description=_l("当天还算在内，最长到走访后 12 个月。")
    )
    reason = TextAreaField(
        _l("不核验的原因"),
        [LaterOn(), Length(max=rules.LONGEST_REASON, message=_l("最多 300 个字"))],
        filters=[stripped],
        description=_l("经营者会看到，请写清楚要改什么。"),
    )
    kinship = kinship_field(InputRequired(_l("请选一项")))


class ReasonForm(Form):
    """Why it is suspended or ended."""

    reason = TextAreaField(
        _l("原因"),
        [
            DataRequired(_l("请写明原因，经营者要看")),
            Length(max=rules.LONGEST_REASON, message=_l("最多 300 个字")),
        ],
        filters=[stripped],
        description=_l("经营者会看到，请写清楚为什么、要改什么。"),
    )
