"""What is filled in about a class: when and where, the four digits, the roll, what was shown."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from core.clock import VILLAGE
from core.web.forms import LONGEST_KEY, Form
from core.words import _l
from training.classes.rules import LONGEST, WAYS, Said, mark_of
from training.learning.forms.enrolling import one_line
from training.learning.models import Class, ClassWay

CLOCKS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]  # as browsers send a moment of the place


def whole(given: Any) -> int | None:
    """Read a key out of a list, None where it is none."""
    text = str(given)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


class ClassForm(Form):
    """When a cohort meets, for which lesson, where or under which link."""

    way = RadioField(
        _l("怎么上"),
        [InputRequired(_l("请选怎么上"))],
        choices=[SelectChoice(each.value, said) for each, said in WAYS.items()],
        default=ClassWay.PLACE.value,
    )
    lesson = SelectField(
        _l("哪一课"),
        coerce=whole,
        validate_choice=False,
        description=_l("到了课上，这一课就算学完。村里放课，放了哪几课以后再记。"),
    )
    starts = DateTimeLocalField(_l("几点开始"), [InputRequired(_l("请选时间"))], format=CLOCKS)
    ends = DateTimeLocalField(_l("几点结束"), [InputRequired(_l("请选时间"))], format=CLOCKS)
    place = StringField(
        _l("在哪里"),
        [Optional(), Length(max=LONGEST["place"])],
        filters=[one_line],
        description=_l("例如：村委会二楼会议室。在网上上就不用写。"),
    )
    link = StringField(
        _l("网上的网址"),
        [Optional(), Length(max=LONGEST["link"])],
        filters=[one_line],
        description=_l("在网上上才写。只有报了这一期的人看得到。"),
    )
    wants_tutor = BooleanField(
        _l("请一位志愿者来讲"),
        description=_l("村支部会在志愿服务里找人。有人来，会告诉您。"),
    )

    def offer(self, lessons: Sequence[tuple[int, str]]) -> None:
        """Let one of these lessons be chosen, or none for a screen."""
        none = SelectChoice("", _l("不算上课，放课看"))
        self.lesson.choices = [*(SelectChoice(key, title) for key, title in lessons), none]

    def start_with(self, lessons: Sequence[tuple[int, str]]) -> None:
        """Choose what fits at first: the first class lesson, or what needs none."""
        if lessons:
            self.lesson.data = lessons[0][0]
        else:
            self.way.data = ClassWay.SCREEN.value

    @property
    def said(self) -> Said:
        return Said(
            way=ClassWay(self.way.data),
            lesson_key=self.lesson.data,
            starts_at=self.starts.data.replace(tzinfo=VILLAGE),
            ends_at=self.ends.data.replace(tzinfo=VILLAGE),
            place=self.place.data or "",
            link=self.link.data or "",
            wants_tutor=self.wants_tutor.data,
        )


class RewriteForm(ClassForm):
    """A class as it is to be, and from what the teacher began."""

    seen = HiddenField(
        validators=[
            InputRequired(_l("请刷新这一页，再点一次")),
            Regexp(r"[0-9a-f]{16}\Z", message=_l("请刷新这一页，再点一次")),
        ]
    )

    def show(self, held: Class) -> None:
        """Fill the form with what the class is now."""
        self.seen.data = mark_of(held)
        self.way.data, self.lesson.data = held.way.value, held.lesson_key
        self.starts.data = held.starts_at.astimezone(VILLAGE).replace(tzinfo=None)
        self.ends.data = held.ends_at.astimezone(VILLAGE).replace(tzinfo=None)
        self.place.data, self.link.data = held.place, held.link
        self.wants_tutor.data = held.wants_tutor


class CancelForm(Form):
    """Why a class is not held."""

    why = TextAreaField(
        _l("原因"),
        [DataRequired(_l("请写明原因，来上课的人要看")), Length(max=LONGEST["why"])],
        filters=[one_line],
        description=_l("报了这一期的人都会收到。"),
    )


class StepForm(Form):
    """A step that needs nothing but a tap."""


class DigitsForm(Form):
    """The four digits that stand on the teacher's screen."""

    digits = StringField(
        _l("四位码"), [DataRequired(_l("请输四位码")), Length(max=20)], filters=[one_line]
    )


class WhoForm(Form):
    """Several people of a list."""

    who = SelectMultipleField(_l("谁到了"), coerce=whole, validate_choice=False)

    @property
    def ids(self) -> list[int]:
        """Return what was ticked; what is no key is nobody's."""
        return [each or 0 for each in self.who.data or []]


class SignForm(WhoForm):
    """Whom one signs for, and which lessons one has read to have been shown to them."""

    shown = HiddenField(default="")

    @property
    def keys(self) -> list[int]:
        """Return the keys that stood on the page; what is no key is no lesson."""
        said = (self.shown.data or "")[: LONGEST["place"]].split()
        return [int(each) if each.isdecimal() and len(each) <= LONGEST_KEY else 0 for each in said]


class ShownForm(Form):
    """Which lessons were shown before the screen."""

    shown = SelectMultipleField(
        _l("放了哪几课"),
        coerce=whole,
        validate_choice=False,
        description=_l("最多三课，加起来不能比这次课长。核对以后，到了的人这几课就算学完。"),
    )

    @property
    def keys(self) -> list[int]:
        return [each or 0 for each in self.shown.data or []]


class AskedForm(Form):
    """What somebody was asked on the spot, and whether they knew it."""

    whom = SelectField(_l("问了谁"), coerce=whole, validate_choice=False)
    question = StringField(
        _l("问了什么"),
        [DataRequired(_l("请写问了什么")), Length(max=LONGEST["question"])],
        filters=[one_line],
    )
    right = RadioField(
        _l("答得怎么样"),
        [InputRequired(_l("请选答得怎么样"))],
        choices=[SelectChoice("yes", _l("答对了")), SelectChoice("no", _l("没答对"))],
    )
