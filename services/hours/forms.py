"""The shape of what is sent about hours; no time of a device is ever among it."""

import re
from datetime import datetime
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from core.clock import VILLAGE
from core.web.forms import Form
from core.words import _l
from services.hours.rules.words import LONGEST_WHY, LONGEST_WORDS

IN, OUT = "in", "out"
CLOCKS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]  # as browsers send a moment of the place


def stripped(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def whole(given: Any) -> int | None:
    """Read a key out of a list, None where it is none."""
    text = str(given)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def written(label: str, missing: str, most: int, description: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired(missing), Length(max=most)],
        filters=[stripped],
        description=description,
    )


class StepForm(Form):
    """One button."""


class HereForm(Form):
    """Whether one comes or goes; when that is, the server knows."""

    what = HiddenField(validators=[AnyOf((IN, OUT), _l("请刷新这一页，再点一次"))])


class DigitsForm(HereForm):
    """The same, with the four digits that stand at the place."""

    digits = StringField(
        _l("四位码"),
        [DataRequired(_l("请输四位码")), Length(max=12)],
        description=_l("负责人的屏幕上、服务地点都能看到"),
    )


class ServedForm(Form):
    """The six digits that the person served has told."""

    typed = StringField(
        _l("确认码"),
        [DataRequired(_l("请输对方告诉您的六位确认码")), Length(max=20)],
        description=_l("做完以后，请对方把六位确认码告诉您"),
    )


class CorrectionForm(Form):
    """What is wrong with one's own hours."""

    words = written(
        _l("哪里不对"),
        _l("请写哪里不对"),
        LONGEST_WORDS,
        _l("比如几点到的、几点走的，谁能作证。支部核实以后会更正。"),
    )


class ObjectionForm(Form):
    """What is wrong with somebody else's hours."""

    words = written(
        _l("哪里不对"),
        _l("请写哪里不对"),
        LONGEST_WORDS,
        _l("只有支部看得到。志愿者不知道是谁提的。"),
    )


class AnswerForm(Form):
    """What was found out about an objection, and what follows from it."""

    words = written(
        _l("了解到什么"), _l("请写了解到什么，双方都会看到"), LONGEST_WORDS, _l("双方都会看到")
    )
    upheld = SelectField(
        _l("怎么办"),
        choices=[
            SelectChoice("no", _l("不成立，接着往下走")),
            SelectChoice("yes", _l("成立，这次记录作废")),
        ],
    )


class ReplyForm(Form):
    """What the desk answers to a volunteer who says that something is wrong."""

    reply = written(_l("答复"), _l("请写个答复"), LONGEST_WORDS, _l("本人会看到"))


class VoidForm(Form):
    """Why an attendance is void."""

    why = written(
        _l("为什么作废"),
        _l("请写明原因，本人要看"),
        LONGEST_WHY,
        _l("本人会看到，也记进操作记录。作废以后可以重新补录。"),
    )


class DeclineForm(Form):
    """Why there is no certificate."""

    why = written(
        _l("为什么不开"),
        _l("请写明原因，本人要看"),
        LONGEST_WHY,
        _l("本人会看到。比如这段时间的时长都作废了。"),
    )


class AddForm(Form):
    """Who comes to a shift, as an officer puts them down."""

    who = StringField(
        _l("是谁"),
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=_l("写手机号，或本支部里人的全名；有同名的，在姓名后面空一格写户号"),
    )


class HandForm(Form):
    """Hours entered afterwards: of whom, from when until when, and why."""

    who = SelectField(_l("谁的"), coerce=whole, validate_choice=False)
    starts = DateTimeLocalField(_l("几点到的"), [InputRequired(_l("请选时间"))], format=CLOCKS)
    ends = DateTimeLocalField(_l("几点走的"), [InputRequired(_l("请选时间"))], format=CLOCKS)
    why = written(
        _l("为什么补录"),
        _l("请写明为什么补录"),
        LONGEST_WHY,
        _l("比如手机没电、忘了签退。本人会看到，补录的时长一直单独列出。"),
    )

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return when it began and ended: what was typed is the village's time."""
        return (
            self.starts.data.replace(tzinfo=VILLAGE),
            self.ends.data.replace(tzinfo=VILLAGE),
        )


class PeriodForm(Form):
    """From which day until which."""

    first = DateField(_l("从哪天"), [InputRequired(_l("请选日期"))])
    last = DateField(_l("到哪天"), [InputRequired(_l("请选日期"))], description=_l("当天也算"))


class CertificateForm(PeriodForm):
    """Of which branch a certificate is asked for, and of which days."""

    branch = SelectField(_l("请哪个支部开"), coerce=whole)


class CommendForm(PeriodForm):
    """For which time somebody is to be commended, and for what."""

    words = written(
        _l("做了什么"),
        _l("请写几句，做了什么事"),
        LONGEST_WORDS,
        _l("写事情，不排名次。时长由系统照时长账填，不能改。"),
    )


class CommendationAnswerForm(Form):
    """What the branch above says to a proposal."""

    agreed = SelectField(
        _l("怎么答复"), choices=[SelectChoice("yes", _l("同意")), SelectChoice("no", _l("退回"))]
    )
    words = TextAreaField(
        _l("说明"),
        [Length(max=LONGEST_WHY)],
        filters=[stripped],
        description=_l("退回要写原因"),
    )
