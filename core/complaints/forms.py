"""What people write in a complaint."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from core.complaints.rules import LEAST_TEXT, LONGEST_TEXT
from core.web.forms import Form
from core.words import _l


def stripped(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def text_field(label: str, description: str) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(_l("请写几句话")),
            Length(min=LEAST_TEXT, message=_l("请写得再清楚一点")),
            Length(max=LONGEST_TEXT, message=_l("最多 2000 个字")),
        ],
        filters=[stripped],
        description=description,
    )


class MakeForm(Form):
    """What is wrong."""

    text = text_field(
        _l("哪里不对"),
        _l("哪天、什么东西、怎么不对。不要写自己的电话和住址；经营者看不到您是谁。"),
    )


class AnswerForm(Form):
    """What has been found out, and what will be done."""

    text = text_field(_l("答复"), _l("了解到什么、怎么办。投诉人和经营者都会看到。"))


class FurtherForm(Form):
    """Why the answer will not do."""

    text = text_field(_l("为什么不满意"), _l("接手的人会看到。"))


class SayForm(Form):
    """The owner's one statement."""

    text = text_field(_l("我的说明"), _l("只能说明一次，想好再写。投诉人和支部都会看到。"))
