"""What people fill in to act for somebody, to look after it, and to say that it was not right."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from core.accounts.rules import normal_phone
from core.proxy import rules
from core.proxy.models import Scope
from core.web.forms import Form
from core.words import _l


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def a_number(form: Any, field: Any) -> None:  # noqa: ARG001
    """Put the number as it is stored into the field, or say what is wrong with it."""
    try:
        field.data = normal_phone(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


class ScopesForm(Form):
    """What one may do for another."""

    scopes = SelectMultipleField(
        _l("能办什么"),
        choices=[SelectChoice(each.value, words) for each, words in rules.MEANS.items()],
        validators=[InputRequired(_l("请选一选能办什么"))],
        description=_l("取钱、密码、投票和保密的谈话，永远不能代办。"),
    )

    @property
    def chosen(self) -> frozenset[Scope]:
        return frozenset(Scope(each) for each in self.scopes.data or ())


class AskForm(ScopesForm):
    """For whom, what, and for how many days."""

    phone = StringField(
        _l("村民的手机号"),
        [InputRequired(_l("请填村民的手机号")), Length(max=40), a_number],
        description=_l("要是本人在这里确认过的号码。没有手机的，请一起到支部办公室签字。"),
    )
    days = IntegerField(
        _l("几天"),
        [
            InputRequired(_l("请填几天")),
            NumberRange(min=1, max=rules.MOST_DAYS, message=_l("从 1 天到 90 天")),
        ],
        default=30,
        description=_l("最多 90 天，到期自动停。"),
    )


class PutDownForm(ScopesForm):
    """Who lets whom do what until when, as it stands on the paper."""

    who = StringField(
        _l("替谁办"),
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=_l("写手机号，或本支部里人的全名；有同名的，在姓名后面空一格写户号"),
    )
    helper = StringField(
        _l("谁来代办"),
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=_l("写手机号，或本支部里人的全名。不能是您自己。"),
    )
    until = DateField(
        _l("到哪天为止"),
        [InputRequired(_l("请选日期"))],
        description=_l("当天还算，最多 90 天。"),
    )


class PaperForm(Form):
    """The photo of what was signed."""

    picture = FileField(
        _l("签字的照片"),
        [FileRequired(_l("请选一张照片"))],
        description=_l("拍清楚签名和日期。只有本支部委员和本人看得到。"),
    )


class DigitsForm(Form):
    """The end of one's own number."""

    digits = StringField(
        _l("您手机号的最后四位"),
        [
            InputRequired(_l("请填手机号最后四位")),
            Regexp(r"\s*[0-9０-９]{4}\s*$", message=_l("请填四位数字")),
        ],
    )


class DisputeForm(Form):
    """What was not right with one act."""

    reason = RadioField(
        _l("哪里不对"),
        choices=[
            SelectChoice("0", _l("我没有让他办这件事")),
            SelectChoice("1", _l("办得和我说的不一样")),
            SelectChoice("2", _l("别的原因")),
        ],
        validators=[InputRequired(_l("请选一个"))],
    )
    text = TextAreaField(
        _l("想补充的"),
        [Optional(), Length(max=rules.LONGEST_DISPUTE - 20, message=_l("最多 280 个字"))],
        filters=[stripped],
        description=_l("支部委员和代办的人会看到。"),
    )

    @property
    def said(self) -> str:
        """Return what is kept: the reason, and what was added."""
        reason = rules.DISPUTES[int(self.reason.data)]
        return f"{reason}：{self.text.data}" if self.text.data else reason


class AnswerForm(Form):
    """What the branch has found out."""

    text = TextAreaField(
        _l("答复"),
        [
            DataRequired(_l("请写了解到什么、怎么办")),
            Length(max=rules.LONGEST_ANSWER, message=_l("最多 300 个字")),
        ],
        filters=[stripped],
        description=_l("村民和代办的人都会看到。"),
    )


class ToldForm(Form):
    """That the villager was told of the acts up to the last one which the page shows, and how."""

    how = HiddenField(validators=[InputRequired(_l("请选是怎么告诉本人的"))])
    upto = HiddenField(
        validators=[
            InputRequired(_l("请再看一遍要告诉本人的，再点一次")),
            Regexp(r"[0-9]{1,9}$", message=_l("请再看一遍要告诉本人的，再点一次")),
        ]
    )
