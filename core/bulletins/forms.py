"""What people write on a sheet."""

from wtforms import BooleanField, DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from core.bulletins.rules import LONGEST_TEXT, LONGEST_TITLE
from core.web.forms import Form
from core.words import _l


def stripped(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class BulletinForm(Form):
    """A sheet for the board."""

    title = StringField(
        _l("标题"),
        [DataRequired(_l("请写标题")), Length(max=LONGEST_TITLE, message=_l("标题最多 60 个字"))],
        filters=[lambda text: " ".join(stripped(text).split())],
    )
    text = TextAreaField(
        _l("正文"),
        [DataRequired(_l("请写正文")), Length(max=LONGEST_TEXT, message=_l("正文最多 5000 个字"))],
        filters=[stripped],
        description=_l("空一行就是另起一段。"),
    )
    until = DateField(
        _l("贴到哪一天"),
        [InputRequired(_l("请选日期"))],
        description=_l("到这一天晚上自动收起。"),
    )


class PostForm(BulletinForm):
    """A new sheet."""

    tell = BooleanField(
        _l("同时发给村民"), description=_l("住在本支部各村、能登录的人，消息里会多一条。")
    )


class EditForm(BulletinForm):
    """A sheet that hangs already."""

    version = HiddenField(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])
