"""What officers fill in about tasks and licences, and volunteers about themselves."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from core.accounts.forms import EmptyForm
from core.web.forms import Form
from core.words import _l
from services.volunteering.rules import licences, tasks
from services.volunteering.rules.words import LICENCES, REACHES, SKILLS

ANY = SelectChoice("", _l("不限"))
NUMBER = r"[0-9]{1,9}\Z"


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def paragraphs(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def number_or_none(value: Any) -> int | None:
    """Read the value of a choice that may be left open."""
    return int(value) if value not in {"", None} else None


def line(label: str, name: str, missing: str = "", **kw: Any) -> StringField:
    """Return a field of one line, as long as the rules let it be."""
    checks = [DataRequired(missing)] if missing else [Optional()]
    checks.append(Length(max=tasks.LONGEST[name]))
    return StringField(label, checks, filters=[stripped], **kw)


class SaidForm(Form):
    """What a task says of itself."""

    title = line(
        _l("要做什么"),
        "title",
        _l("请写要做什么"),
        description=_l("一句话，例如：给村口的老人剪头发。谁都看得到，不要写名字和门牌。"),
    )
    words = TextAreaField(
        _l("要知道的事"),
        [Optional(), Length(max=tasks.LONGEST["words"])],
        filters=[paragraphs],
        description=_l("做些什么、带什么、穿什么。不要写谁家、谁的病。"),
    )
    unit_id = SelectField(_l("在哪个村"), coerce=number_or_none)
    place = line(_l("在哪里集合"), "place", _l("请写在哪里"))
    private = BooleanField(
        _l("在别人家里"), description=_l("勾上以后，地点只给报了名的人看，别人只看到村名。")
    )
    skill = SelectField(
        _l("要会什么"),
        choices=[ANY, *(SelectChoice(code, words) for code, words in SKILLS.items())],
    )
    licence = SelectField(
        _l("要什么证"),
        choices=[
            SelectChoice("", _l("不用证")),
            *(SelectChoice(code, words) for code, words in LICENCES.items()),
        ],
        description=_l("证件要先在支部登记过，才能报名。"),
    )
    min_age = IntegerField(
        _l("最小年龄"), [InputRequired(_l("请写几岁以上"))], default=tasks.USUAL_AGE
    )
    dangerous = BooleanField(
        _l("是危险的活"),
        description=_l("登高、用电、下水、开机器都算。要写风险、先买保险，只限成年人。"),
    )
    risks = line(_l("有什么风险"), "risks", description=_l("照实写，例如：山路滑、太阳晒。"))
    no_risks = BooleanField(_l("没有特别的风险"))
    insurance = line(
        _l("保险"), "insurance", description=_l("买了什么保险、保到哪天；没有就空着。")
    )
    in_turn = BooleanField(
        _l("一位一位地问"),
        description=_l("不挂出来，按会做的事和远近一位一位地问愿意被问的人。不答应也没关系。"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Write down that there is no risk where the officer has ticked that."""
        if self.no_risks.data and not self.risks.data:
            self.risks.data = tasks.NO_RISKS
        return bool(super().validate(extra_validators))


class TimesForm(Form):
    """When hands are wanted."""

    day = DateField(_l("哪一天"), [InputRequired(_l("请选日期"))])
    begins = TimeField(_l("几点开始"), [InputRequired(_l("请选开始时间"))])
    ends = TimeField(
        _l("几点结束"),
        [InputRequired(_l("请选结束时间"))],
        description=_l("比开始早，就算到第二天。"),
    )


class ShiftForm(TimesForm):
    """When hands are wanted, and how many."""

    capacity = IntegerField(_l("要几个人"), [InputRequired(_l("请写要几个人"))], default=1)


class TaskForm(SaidForm, ShiftForm):
    """A new task with its first shift."""

    repeats = IntegerField(
        _l("连排几周"),
        [InputRequired(_l("请写排几周，只做一次写 1"))],
        default=1,
        description=_l("每周同一时间，最多 12 周；只做一次写 1。"),
    )


class EditForm(SaidForm):
    """A task that is there already."""

    version = HiddenField(validators=[InputRequired(), Regexp(NUMBER)])


class SignForm(EmptyForm):
    """One tap to sign up, and what who has told no date of birth says of their age."""

    of_age = BooleanField()


class ReasonForm(Form):
    """Why something is cancelled."""

    why = StringField(
        _l("为什么取消"),
        [
            DataRequired(_l("请写明原因，报了名的人要看")),
            Length(max=tasks.LONGEST_WHY),
        ],
        filters=[stripped],
        description=_l("报了名的人会收到。不要写谁家的私事。"),
    )


class LicenceForm(Form):
    """A licence, as it lies on the table."""

    who = StringField(
        _l("是谁的"),
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=_l("写手机号，或本支部里人的全名；有同名的，在姓名后面空一格写户号"),
    )
    kind = SelectField(
        _l("什么证"), choices=[SelectChoice(code, words) for code, words in LICENCES.items()]
    )
    number = StringField(
        _l("证件编号"),
        [DataRequired(_l("请照证件写编号")), Length(max=licences.LONGEST_NUMBER)],
        filters=[stripped],
    )
    valid_until = DateField(
        _l("到哪天为止"), [Optional()], description=_l("当天还算；证上没写就空着")
    )


class ProfileForm(Form):
    """What somebody says of themselves as a volunteer."""

    skills = SelectMultipleField(
        _l("我会做的"),
        choices=[SelectChoice(code, words) for code, words in SKILLS.items()],
        description=_l("会一点就行，不考试。要驾驶证、电工证的活，证件拿到支部登记一次。"),
    )
    reach = RadioField(
        _l("我愿意去多远"),
        choices=[SelectChoice(each.value, words) for each, words in REACHES.items()],
    )
    willing = BooleanField(
        _l("有合适的事可以来问我"),
        description=_l(
            "会发消息问您去不去。不去、不回都没关系，没有人看得到，也不会再为同一件事问您。"
        ),
    )
    born = DateField(
        _l("出生日期"),
        [Optional()],
        description=_l(
            "有的活要年满 18 岁，只用来核对年龄，不给别人看。可以不填；填了以后可以改，不能清空。"
        ),
    )
    public = BooleanField(
        _l("同意把我的时长挂出来公示"),
        description=_l(
            "没有服务对象确认的时长，可以在村里公示几天、没有人说不对就算数。"
            "名字只写“李某”。随时可以不同意，去掉勾存一下就行。"
        ),
    )
    version = HiddenField(validators=[InputRequired(), Regexp(NUMBER)])
