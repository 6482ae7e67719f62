"""What a learner sends a paper with, and what a teacher writes of an item."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.web.forms import Form
from core.words import _l
from training.courses.models import Lesson
from training.exams.models import Item, ItemKind
from training.exams.rules import items as rules
from training.exams.rules.items import TICKED, WITH_CHOICES, Said

ROWS = range(rules.MOST_CHOICES)
TRUTH = "1"


class PaperForm(Form):
    """A paper; what is ticked in it is read by `rules.answers`."""

    save = SubmitField(_l("先记下"))


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def number_or_none(value: Any) -> int | None:
    """Read the value of a choice that may be left open."""
    return int(value) if value not in {"", None, "None"} else None


def choice(label: str) -> StringField:
    return StringField(label, [Optional(), Length(max=rules.LONGEST_CHOICE)], filters=[stripped])


class ItemForm(Form):
    """An item of any kind; the fields of other kinds are taken out."""

    text = TextAreaField(
        _l("题目"),
        [InputRequired(_l("请写题目")), Length(max=rules.LONGEST_TEXT)],
        filters=[stripped],
    )
    lesson_key = SelectField(
        _l("哪一课讲的"),
        coerce=number_or_none,
        description=_l("答错的人，会看到去这一课的链接。"),
    )
    choice0, right0 = choice(_l("第一样")), BooleanField(_l("第一样对"))
    choice1, right1 = choice(_l("第二样")), BooleanField(_l("第二样对"))
    choice2, right2 = choice(_l("第三样")), BooleanField(_l("第三样对"))
    choice3, right3 = choice(_l("第四样")), BooleanField(_l("第四样对"))
    choice4, right4 = choice(_l("第五样")), BooleanField(_l("第五样对"))
    choice5, right5 = choice(_l("第六样")), BooleanField(_l("第六样对"))
    truth = RadioField(
        _l("这句话"), choices=[SelectChoice(TRUTH, _l("对")), SelectChoice("0", _l("错"))]
    )
    number = IntegerField(
        _l("答案"),
        [
            InputRequired(_l("请写一个整数")),
            NumberRange(-rules.BIGGEST, rules.BIGGEST, _l("这个数太大了")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    tolerance = IntegerField(
        _l("差多少以内也算对"),
        [
            InputRequired(_l("请写 0 或者更大的整数")),
            NumberRange(0, rules.BIGGEST, _l("请写 0 或者更大的整数")),
        ],
        default=0,
        render_kw={"inputmode": "numeric"},
    )
    why = TextAreaField(
        _l("为什么"),
        [Optional(), Length(max=rules.LONGEST_WHY)],
        filters=[stripped],
        description=_l("考完才给学员看。"),
    )

    @property
    def choices(self) -> Sequence[StringField]:
        return [self[f"choice{row}"] for row in ROWS if f"choice{row}" in self]

    @property
    def rights(self) -> Sequence[BooleanField]:
        return [self[f"right{row}"] for row in ROWS if f"right{row}" in self]

    def of_kind(self, kind: ItemKind, lessons: Sequence[Lesson]) -> None:
        """Leave only what an item of this kind has; offer the lessons of the version."""
        known = [SelectChoice(each.key, each.title) for each in lessons]
        self.lesson_key.choices = [SelectChoice("", _l("不属于哪一课")), *known]
        if kind is not ItemKind.TRUTH:
            del self.truth
        if kind is not ItemKind.NUMBER:
            del self.number, self.tolerance
        for row in ROWS:
            if kind not in WITH_CHOICES:
                del self[f"choice{row}"]
            if kind not in TICKED:
                del self[f"right{row}"]

    def show(self, item: Item) -> None:
        """Fill the form with an item as it stands."""
        self.text.data, self.why.data = item.text, item.why
        self.lesson_key.data = item.lesson_key
        if self.truth:
            self.truth.data = str(item.answer[0])
        if self.number:
            self.number.data, self.tolerance.data = item.answer[0], item.tolerance
        for field, text in zip(self.choices, item.choices, strict=False):
            field.data = text
        for row, field in enumerate(self.rights):
            field.data = row in item.answer

    def close_gaps(self) -> None:
        """Move what was written up to the first rows, each with its tick."""
        ticks = [each.data for each in self.rights] or [False] * len(self.choices)
        rows = [(f.data, tick) for f, tick in zip(self.choices, ticks, strict=True) if f.data]
        rows += [("", False)] * (len(self.choices) - len(rows))
        for field, (text, _tick) in zip(self.choices, rows, strict=True):
            field.data = text
        for box, (_text, tick) in zip(self.rights, rows, strict=False):
            box.data = tick

    def said(self, kind: ItemKind) -> Said:
        """Return what is said of the item, as the bank keeps it."""
        self.close_gaps()
        answer: list[int] = []
        if self.truth:
            answer = [int(self.truth.data == TRUTH)]
        elif self.number:
            answer = [self.number.data]
        choices = [each.data for each in self.choices if each.data]
        if self.rights:
            answer = [row for row, each in enumerate(self.rights) if each.data]
        return Said(
            kind=kind,
            text=self.text.data,
            lesson_key=self.lesson_key.data,
            choices=choices,
            answer=answer,
            tolerance=self.tolerance.data if self.tolerance else 0,
            why=self.why.data,
        )
