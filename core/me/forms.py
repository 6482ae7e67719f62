"""What people fill in about themselves."""

from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from core.accounts.forms import PASSWORD_HELP, a_good_password, a_name, an_address
from core.accounts.place_form import PlaceForm, a_receivers_phone
from core.web.forms import Form
from core.words import _l

SHOWN = 60  # signs of a text in one line


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


class NameForm(Form):
    """By which name one goes."""

    name = StringField(_l("姓名"), [InputRequired(_l("请写姓名")), a_name])


class ChangePasswordForm(Form):
    """A new password; whoever fills this in has given the old one just now."""

    password = PasswordField(
        _l("新密码"),
        [InputRequired(_l("请设一个密码")), a_good_password],
        description=PASSWORD_HELP,
    )


class ContactForm(Form):
    """Another number or mail address to sign in with."""

    address = StringField(
        _l("新的手机号或邮箱"),
        [InputRequired(_l("请填手机号或邮箱")), Length(max=200), an_address],
    )


class SettingsForm(Form):
    """How pages are, and what is also sent."""

    language = RadioField(
        _l("语言"), choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")]
    )
    elder = RadioField(
        _l("字的大小"),
        choices=[SelectChoice("0", _l("标准版")), SelectChoice("1", _l("长辈版：大字、大按钮"))],
    )
    kinds = SelectMultipleField(_l("这些消息也发到我的邮箱或手机"), validate_choice=False)


class CloseForm(Form):
    """Yes, really."""

    sure = BooleanField(
        _l("我明白注销后不能恢复"), [InputRequired(_l("请先勾选，表示您明白注销后不能恢复"))]
    )


class AddressForm(PlaceForm):
    """Where a parcel goes."""

    receiver = StringField(
        _l("收件人"),
        [InputRequired(_l("请写收件人")), a_name],
        description=_l("自己，或者替家里人收"),
    )
    phone = StringField(_l("收件人手机号"), [InputRequired(_l("请填手机号")), a_receivers_phone])
    town = StringField(
        _l("乡镇或街道"),
        [Optional(), Length(max=60, message=_l("最多 60 个字"))],
        filters=[stripped],
    )
    detail = TextAreaField(
        _l("详细地址"),
        [
            InputRequired(_l("请写到村、组、门牌号")),
            Length(min=2, max=200, message=_l("请写 2 到 200 个字")),
        ],
        filters=[stripped],
        description=_l("村、组、路、门牌号，例如：桃源村三组 12 号"),
    )
    label = StringField(
        _l("记作"),
        [Optional(), Length(max=20, message=_l("最多 20 个字"))],
        filters=[stripped],
        description=_l("例如：家、爸妈家、店里"),
    )
    usual = BooleanField(_l("平时都寄到这里"))
    version = HiddenField(validators=[Optional(), Regexp(r"[0-9]{1,9}\Z")])
