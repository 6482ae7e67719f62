"""What a villager writes of the help they need, and what a branch answers."""

from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from core.web.forms import Form
from core.words import _l
from services.help.models import DayPart, HelpKind
from services.help.rules.requests import LONGEST, Wish
from services.help.rules.words import KINDS, MARKS, PARTS
from services.volunteering.forms import TaskForm, paragraphs, stripped

PHONE = r"[0-9+ \-]{5,20}\Z"


def short(label: str, name: str, *checks: Any, **kw: Any) -> StringField:
    """Return a field of one line that may be left out."""
    most = Length(max=LONGEST[name])
    return StringField(label, [Optional(), most, *checks], filters=[stripped], **kw)


class AskForm(Form):
    """What is needed, when and where; filled in already, so that it can be sent as it is."""

    kind = RadioField(
        _l("要帮什么"),
        [InputRequired(_l("请选要帮什么"))],
        choices=[SelectChoice(each.value, kind.title) for each, kind in KINDS.items()],
    )
    day = DateField(_l("哪一天"), [Optional()], description=_l("不选就是越快越好"))
    part = SelectField(
        _l("什么时候"),
        choices=[SelectChoice(each.value, words) for each, words in PARTS.items()],
        default=DayPart.ANY.value,
    )
    unit_id = SelectField(_l("在哪个村"), coerce=int)
    place = short(_l("在哪里等"), "place", description=_l("例如：家里、村口小卖部"))
    words = TextAreaField(
        _l("要知道的事"),
        [Optional(), Length(max=LONGEST["words"])],
        filters=[paragraphs],
        description=_l("只有办这件事的支部和来帮您的人看得到"),
    )
    phone = short(
        _l("电话"),
        "phone",
        Regexp(PHONE, message=_l("电话只写数字，例如 138 0013 8000")),
        description=_l("支部有事好问您；来帮您的人前一天晚上才看得到"),
    )

    @property
    def wanted(self) -> HelpKind:
        return HelpKind(self.kind.data)

    @property
    def wish(self) -> Wish:
        return Wish(
            kind=self.wanted,
            unit_id=self.unit_id.data,
            day=self.day.data,
            part=DayPart(self.part.data),
            place=self.place.data,
            words=self.words.data,
            phone=self.phone.data,
        )


class MarkForm(Form):
    """How it was."""

    mark = RadioField(
        _l("办得怎么样"),
        [InputRequired(_l("请选一个"))],
        choices=[SelectChoice(str(each), words) for each, words in MARKS.items()],
    )
    thanks = TextAreaField(
        _l("想说的话"),
        [Optional(), Length(max=LONGEST["thanks"])],
        filters=[paragraphs],
        description=_l("来帮您的人和支部看得到，别人看不到"),
    )


class NotTrueForm(Form):
    """What is not true of what somebody did."""

    words = TextAreaField(
        _l("哪里不对"),
        [DataRequired(_l("请写哪里不对")), Length(max=LONGEST["thanks"])],
        filters=[paragraphs],
        description=_l("例如：没有来、只来了一小会儿。支部会来问清楚。"),
    )


class EnterForm(AskForm):
    """What a villager has said by phone or face to face, as an officer puts it down."""

    who = StringField(
        _l("谁求助"),
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=_l("写手机号，或本支部里人的全名；有同名的，在姓名后面空一格写户号"),
    )
    phone = short(
        _l("电话"),
        "phone",
        Regexp(PHONE, message=_l("电话只写数字，例如 138 0013 8000")),
        description=_l("本人平时接的电话；来帮忙的人前一天晚上才看得到"),
    )


class ArrangeForm(TaskForm):
    """The task that a request becomes: where it is told by the request, and it is in a home."""

    unit_id = None
    private = None

    @property
    def is_dangerous(self) -> bool:
        return bool(self.dangerous.data)


class RiskyForm(ArrangeForm):
    """Where it may well be dangerous an officer says whether it is: nothing is chosen before."""

    dangerous = RadioField(
        _l("是危险的活吗"),
        [InputRequired(_l("请选是不是危险的活"))],
        choices=[SelectChoice("yes", _l("是")), SelectChoice("no", _l("不是"))],
        description=_l("登高、用电、下水、开机器都算。是的话，要写风险、先买保险，只限成年人。"),
    )

    @property
    def is_dangerous(self) -> bool:
        return bool(self.dangerous.data == "yes")


class DeclineForm(Form):
    """Why it is not possible this time."""

    why = StringField(
        _l("为什么办不了"),
        [DataRequired(_l("请写明原因，本人要看")), Length(max=LONGEST["why"])],
        filters=[stripped],
        description=_l("会原样发给本人，不要写病情和家事"),
    )
