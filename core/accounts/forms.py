"""What people fill in to sign in, to register, and to get in again."""

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from core.accounts import rules
from core.web.forms import Form
from core.words import _l

PASSWORD_HELP = _l("至少 8 位，越长越好；可以用一句只有自己知道的话。")


def a_name(form: Any, field: Any) -> None:  # noqa: ARG001
    """Put the name as it is stored into the field, or say what is wrong with it."""
    try:
        field.data = rules.normal_name(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def an_address(form: Any, field: Any) -> None:  # noqa: ARG001
    """Put the number or mail address as it is stored into the field, or say what is wrong."""
    try:
        field.data = rules.normal_address(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def a_good_password(form: Any, field: Any) -> None:
    """Refuse what is guessed first."""
    about = [each.data for name in ("name", "address") if (each := form._fields.get(name))]
    if reason := rules.why_not_password(field.data or "", about=about):
        raise ValidationError(reason)


class LoginForm(Form):
    """Who, and the password."""

    who = StringField(_l("手机号或邮箱"), [InputRequired(_l("请填手机号或邮箱")), Length(max=200)])
    password = PasswordField(_l("密码"), [InputRequired(_l("请填密码")), Length(max=1000)])
    next = HiddenField()


class PasswordForm(Form):
    """The password, given again."""

    password = PasswordField(_l("密码"), [InputRequired(_l("请填密码")), Length(max=1000)])
    next = HiddenField()


class EmptyForm(Form):
    """A button."""

    next = HiddenField()


class RegisterForm(Form):
    """Who somebody is, how they want to sign in, and that they agree."""

    name = StringField(_l("姓名"), [InputRequired(_l("请写姓名")), a_name])
    address = StringField(
        _l("手机号或邮箱"), [InputRequired(_l("请填手机号或邮箱")), Length(max=200), an_address]
    )
    password = PasswordField(
        _l("设一个密码"),
        [InputRequired(_l("请设一个密码")), a_good_password],
        description=PASSWORD_HELP,
    )
    agree = BooleanField(
        _l("我读过并同意平台规则和隐私政策"), [InputRequired(_l("同意规则和隐私政策后才能注册"))]
    )
    next = HiddenField()


class CodeForm(Form):
    """A code from a message or from paper."""

    code = StringField(_l("验证码"), [InputRequired(_l("请填验证码")), Length(max=40)])


class SecondStepForm(CodeForm):
    """The code on one's phone, or one on paper."""

    next = HiddenField()


class SlipForm(CodeForm):
    """The digits of an officer's slip."""

    code = StringField(_l("条子上的号码"), [InputRequired(_l("请填条子上的号码")), Length(max=40)])


class AddressForm(Form):
    """A number or mail address."""

    address = StringField(
        _l("手机号或邮箱"), [InputRequired(_l("请填手机号或邮箱")), Length(max=200), an_address]
    )


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(
        _l("新密码"),
        [InputRequired(_l("请设一个密码")), a_good_password],
        description=PASSWORD_HELP,
    )


class TakeOverForm(NewPasswordForm):
    """How to sign in from now on, and a password."""

    address = StringField(
        _l("手机号或邮箱"),
        [InputRequired(_l("请填手机号或邮箱")), Length(max=200), an_address],
        description=_l("以后用它登录"),
    )
    password = PasswordField(
        _l("设一个密码"),
        [InputRequired(_l("请设一个密码")), a_good_password],
        description=PASSWORD_HELP,
    )
