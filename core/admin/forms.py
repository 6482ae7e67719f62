"""What an administrator fills in."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from core.accounts.rules import normal_address
from core.admin.rules import LONGEST_REASON
from core.branches.models import BranchKind
from core.branches.rules import KINDS
from core.site.rules import LONGEST_SUMMARY, LONGEST_TEXT, why_not_fact
from core.web.forms import Form
from core.words import _l

LARGEST_KEY = 2**63 - 1


def stripped(text: str | None) -> str:
    return (text or "").strip()


def an_address(form: Any, field: Any) -> None:  # noqa: ARG001
    """Put the full number or mail address as it is stored into the field, or say what is wrong."""
    try:
        field.data = normal_address(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def a_fact(form: Any, field: Any) -> None:  # noqa: ARG001
    """Say what is wrong with what the operator says about itself."""
    if reason := why_not_fact(field.name, field.data or ""):
        raise ValidationError(reason)


def who_field(label: str) -> StringField:
    return StringField(
        label,
        [InputRequired(_l("请填完整的手机号或邮箱")), Length(max=200), an_address],
        description=_l("要写完整，一个字也不能少；这里不列名单。"),
    )


class FindForm(Form):
    """Whose account is looked for."""

    who = who_field(_l("手机号或邮箱"))


class DisableForm(Form):
    """Why somebody is locked out."""

    reason = StringField(
        _l("为什么停用"),
        [InputRequired(_l("请写明原因")), Length(max=LONGEST_REASON)],
        filters=[stripped],
        description=_l("会记进操作记录，不要写病情、家事这类私事。"),
    )


class FactsForm(Form):
    """What the operator says about itself and the county."""

    site_name = StringField(
        _l("网站名"),
        [InputRequired(_l("网站总要有个名字")), Length(max=20)],
        filters=[stripped],
    )
    county = StringField(
        _l("服务地区"),
        [Optional(), Length(max=40)],
        filters=[stripped],
        description=_l("例如：云溪县"),
    )
    name = StringField(_l("运营方名称"), [Optional(), Length(max=80)], filters=[stripped])
    credit_code = StringField(
        _l("统一社会信用代码"),
        [Optional(), Length(max=18), a_fact],
        filters=[lambda text: stripped(text).upper()],
    )
    no_registration = StringField(
        _l("免于登记的说明"),
        [Optional(), Length(max=120)],
        filters=[stripped],
        description=_l("依法不用登记的才填，例如：销售自产农副产品，依法不需要办理市场主体登记"),
    )
    address = StringField(_l("地址"), [Optional(), Length(max=120)], filters=[stripped])
    phone = StringField(_l("电话"), [Optional(), Length(max=20), a_fact], filters=[stripped])
    email = StringField(_l("邮箱"), [Optional(), Length(max=100), a_fact], filters=[stripped])
    filing = StringField(
        _l("备案号"),
        [Optional(), Length(max=60)],
        filters=[stripped],
        description=_l("网站备案号，例如：浙ICP备00000000号"),
    )
    seen = HiddenField(validators=[InputRequired(), Length(max=4000)])


class LicenceForm(Form):
    """The photo of the licence."""

    picture = FileField(
        _l("营业执照照片"),
        [FileRequired(_l("请选一张照片"))],
        description=_l("JPG、PNG 或 WebP，最大 10 MB。谁都能看到。"),
    )


class SheetForm(Form):
    """A new version of the rules or the privacy notice."""

    text = TextAreaField(
        _l("全文"),
        [InputRequired(_l("请写正文")), Length(max=LONGEST_TEXT)],
        filters=[stripped],
        description=_l("小标题前写两个井号和空格；空一行另起一段。"),
    )
    summary = StringField(
        _l("改了什么"),
        [InputRequired(_l("请用一两句话写明改了什么")), Length(max=LONGEST_SUMMARY)],
        filters=[stripped],
    )
    effective_on = DateField(_l("从哪天起生效"), [Optional()])
    based_on = HiddenField(validators=[InputRequired(), Regexp(r"[0-9]{1,6}\Z")])
    preview = SubmitField(_l("先看看样子"))


class BranchForm(Form):
    """What is said about a branch."""

    name = StringField(
        _l("名称"),
        [InputRequired(_l("请写支部名称")), Length(max=60)],
        filters=[lambda text: " ".join(stripped(text).split())],
        description=_l("例如：桃源村党支部"),
    )
    phone = StringField(_l("办公电话"), [Optional(), Length(max=30)], filters=[stripped])
    address = StringField(_l("办公地址"), [Optional(), Length(max=200)], filters=[stripped])
    hours = StringField(
        _l("值班时间"),
        [Optional(), Length(max=120)],
        filters=[stripped],
        description=_l("例如：周一到周五 8:30–17:00"),
    )
    district = StringField(
        _l("区划代码"),
        [Optional(), Regexp(r"[0-9]{6}\Z", message=_l("区划代码是 6 位数字"))],
        filters=[stripped],
    )


class NewBranchForm(BranchForm):
    """A branch that does not exist yet."""

    kind = SelectField(
        _l("类型"), choices=[SelectChoice(kind.value, title) for kind, title in KINDS.items()]
    )
    parent = SelectField(_l("上级"), coerce=int)

    @property
    def chosen_kind(self) -> BranchKind:
        return BranchKind(self.kind.data)


class EditBranchForm(BranchForm):
    """A branch as it stands, with the version that was shown."""

    version = HiddenField(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])


class MoveForm(Form):
    """Where a branch hangs."""

    parent = SelectField(_l("新的上级"), coerce=int)


class SecretaryForm(Form):
    """Who becomes secretary, and for how long."""

    who = who_field(_l("书记的手机号或邮箱"))
    since = DateField(_l("从哪天起"), [InputRequired(_l("请选日期"))])
    until = DateField(_l("到哪天止"), [Optional()], description=_l("不知道就空着，届满时再写。"))


class MailForm(Form):
    """Where the test mail goes."""

    to = StringField(
        _l("寄到哪个邮箱"), [InputRequired(_l("请填邮箱")), Length(max=200), an_address]
    )

    def validate_to(self, field: Any) -> None:
        if "@" not in (field.data or ""):
            raise ValidationError(str(_l("请填邮箱，不是手机号")))


class HistoryForm(Form):
    """Which lines of history are looked for."""

    who = StringField(
        _l("谁（手机号或邮箱）"),
        [Optional(), Length(max=200), an_address],
        description=_l("要写完整。他做的、替他做的、关于他的都会列出。"),
    )
    action = StringField(
        _l("做了什么"),
        [Optional(), Length(max=80)],
        filters=[stripped],
        description=_l("照记录里的写，例如：停用了账号"),
    )
    about = StringField(
        _l("关于什么"),
        [Optional(), Length(max=80)],
        filters=[stripped],
        description=_l("表名，例如 person、branch、branch_bulletin；后面可以加冒号和编号"),
    )
    day = DateField(_l("哪一天"), [Optional()])
