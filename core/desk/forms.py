"""What officers fill in at the desk."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from core.branches.models import OfficeRole
from core.branches.rules import ROLES, UNITS
from core.web.forms import Form
from core.words import _l

WHO = _l("写手机号，或本支部里人的全名；有同名的，在姓名后面空一格写户号")


def stripped(text: str | None) -> str | None:
    """Take the spaces off around what was typed."""
    return text.strip() if text else text


def who(label: str) -> StringField:
    return StringField(
        label,
        [DataRequired(_l("请写是谁")), Length(max=80)],
        filters=[stripped],
        description=WHO,
    )


class MemberForm(Form):
    """A member whom the branch knows."""

    who = who(_l("党员"))


class AppointForm(Form):
    """An office for somebody."""

    role = SelectField(
        _l("职务"), choices=[SelectChoice(role.value, ROLES[role]) for role in OfficeRole]
    )
    who = who(_l("由谁担任"))
    since = DateField(_l("从哪天起"), [InputRequired(_l("请选日期"))])
    until = DateField(
        _l("到哪天为止"), [Optional()], description=_l("当天还算在内；不填就是没有定期限")
    )


class StandInForm(Form):
    """Somebody who acts for an officer for a time."""

    who = who(_l("由谁代理"))
    since = DateField(_l("从哪天起"), [InputRequired(_l("请选日期"))])
    until = DateField(
        _l("到哪天为止"), [InputRequired(_l("请选日期"))], description=_l("当天还算在内")
    )


class ExtendForm(Form):
    """Another last day of a term, and the one that stood there when the form was shown."""

    seen = HiddenField(validators=[Regexp(r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|open)$")])
    until = DateField(
        _l("到哪天为止"), [Optional()], description=_l("当天还算在内；不填就是没有定期限")
    )


class HandOverForm(Form):
    """The successor."""

    who = who(_l("接任的人"))
    until = DateField(_l("新任期到哪天为止"), [Optional()], description=_l("不填就是没有定期限"))


HOUSEHOLD = (Optional(), Length(max=30))


class VillageForm(Form):
    """Where somebody lives; the villages are those of the branch."""

    unit = SelectField(_l("村"), coerce=int)
    household = StringField(
        _l("户号"), HOUSEHOLD, filters=[stripped], description=_l("户口簿上的编号，同一户写一样的")
    )

    def offer(self, villages: Any) -> None:
        """Let one of these villages be chosen."""
        self.unit.choices = [SelectChoice(village.id, village.name) for village in villages]


class MoveForm(VillageForm):
    """Another village or household, and those that stood there when the form was shown."""

    seen = HiddenField(validators=[Regexp(r"^([0-9]{1,9}/[0-9]{0,9}|nowhere)$")])


class EnterForm(VillageForm):
    """A villager who may have no phone."""

    name = StringField(
        _l("姓名"), [DataRequired(_l("请写姓名")), Length(max=60)], filters=[stripped]
    )
    phone = StringField(
        _l("手机号"), [Optional(), Length(max=30)], description=_l("没有手机就空着")
    )
    consent = StringField(
        _l("本人怎么同意登记的"),
        [DataRequired(_l("请写明本人怎么同意的")), Length(max=200)],
        filters=[stripped],
        description=_l("例如：11月3日在家中当面同意，儿子在场"),
    )
    another = BooleanField(_l("这是另一个人，只是同名"))


class SettleForm(VillageForm):
    """Somebody who has an account already."""

    phone = StringField(
        _l("手机号"),
        [DataRequired(_l("请写手机号")), Length(max=30)],
        description=_l("写全 11 位"),
    )


class NumberForm(Form):
    """The number, read off the person's own phone."""

    phone = StringField(
        _l("手机号"),
        [DataRequired(_l("请写手机号")), Length(max=30)],
        description=_l("请本人当面拨一下或给您看，再写全 11 位"),
    )


class UnitForm(Form):
    """What a branch covers."""

    name = StringField(
        _l("名称"), [DataRequired(_l("请写名称")), Length(max=60)], filters=[stripped]
    )
    registration = StringField(
        _l("统一社会信用代码"), [Optional(), Length(max=30)], filters=[stripped]
    )
    who = StringField(
        _l("法定代表人"), [Optional(), Length(max=80)], filters=[stripped], description=WHO
    )


class NewUnitForm(UnitForm):
    """A unit that is not there yet."""

    kind = SelectField(
        _l("种类"), choices=[SelectChoice(kind.value, words) for kind, words in UNITS.items()]
    )


class EditUnitForm(UnitForm):
    """A unit as it was when the form was shown."""

    version = HiddenField(validators=[InputRequired(), Regexp(r"^[0-9]{1,9}$")])
