"""What the messages with a code or a link say."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from core.accounts import codes, numbers, queries, rules
from core.accounts.models import Code, CodePurpose
from core.house import HOUSE
from core.words import _, dated


@dataclass(frozen=True)
class Message:
    """A message to a number or a mail address."""

    subject: str
    text: str


def message_of(code: Code) -> Message:
    """Return what to send for this code, in the language that is spoken now."""
    address = code.address or ""
    if code.purpose is CodePurpose.REGISTER and not numbers.is_open(address, to=None):
        return already_there(address)
    confirming = code.purpose in {CodePurpose.CONFIRM_PHONE, CodePurpose.CONFIRM_EMAIL}
    if confirming and not numbers.is_open(address, to=code.person_id):
        return already_there(address)
    subject = subject_of(code.purpose)
    if code.purpose is CodePurpose.PROXY:
        return Message(subject, asking(code))
    if rules.is_email(address):
        return Message(subject, _with_link(subject, link_of(code)))
    text = _(
        "%(what)s：验证码 %(code)s，10 分钟内有效，不要告诉别人。不是您要的，不用理会。",
        what=subject,
        code=codes.secret_of(code),
    )
    return Message(subject, text)


def asking(code: Code) -> str:
    """Say who wants to do what in the reader's name, and how to agree or not."""
    facts = code.facts or {}
    return _(
        "%(who)s想代您办事：%(what)s，到 %(until)s 为止。同意，就把这六位数告诉他：%(code)s，"
        "10 分钟内有效；不同意就别理。",
        who=facts.get("who", ""),
        what=facts.get("what", ""),
        until=dated(date.fromisoformat(facts["until"])) if "until" in facts else "",
        code=codes.secret_of(code),
    )


def already_there(address: str) -> Message:
    """Tell the owner that there is an account already; nobody else learns it."""
    owner = queries.find_by_address(address)
    if owner is not None and not owner.password_hash:
        return Message(
            _("支部给您登记过"),
            _(
                "支部给您登记过，不用再注册：请到支部办公室开条子，凭条子设密码就能登录。"
                "不是您要的，不用理会。"
            ),
        )
    if not rules.is_email(address):
        return Message(
            _("您已经有账号了"),
            _(
                "这个号码已经有账号了，直接登录就行；忘了密码，请点“忘记密码”。不是您要的，不用理会。"
            ),
        )
    text = _(
        "有人用这个邮箱注册或换绑，但它已经有账号了，什么也没有改变。\n\n"
        "是您本人：请直接登录 %(url)s ，忘了密码请点“忘记密码”。\n"
        "不是您：不用理会这封信。",
        url=f"{base()}/login",
    )
    return Message(_("您已经有账号了"), text)


def subject_of(purpose: CodePurpose) -> str:
    """Say in a few words what the code is for."""
    return {
        CodePurpose.REGISTER: _("注册账号"),
        CodePurpose.CONFIRM_PHONE: _("确认手机号"),
        CodePurpose.CONFIRM_EMAIL: _("确认邮箱"),
        CodePurpose.RESET: _("设新密码"),
        CodePurpose.TAKE_OVER: _("设新密码"),
        CodePurpose.ADMIN: _("网站管理员"),
        CodePurpose.PROXY: _("代办"),
    }[purpose]


def link_of(code: Code) -> str:
    """Return the address that opens the code, on the configured host whoever asked."""
    key = codes.secret_of(code)
    return f"{base()}/link/{code.handle}?{urlencode({'key': key})}"


def base() -> str:
    return str(HOUSE.settings["PUBLIC_URL"]).rstrip("/")


def _with_link(subject: str, url: str) -> str:
    return _(
        "%(what)s：请打开下面的链接，1 小时内有效，只能用一次。\n\n"
        "%(url)s\n\n"
        "不是您要的，不用理会这封信，什么也不会改变。",
        what=subject,
        url=url,
    )
