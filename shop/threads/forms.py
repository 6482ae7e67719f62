"""What one side of an order writes to the other."""

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from core.web.forms import Form
from core.words import _l
from shop.catalog.forms.fields import lines, visible
from shop.threads.rules import LONGEST

MESSAGE = Regexp(r"[0-9]{1,9}\Z")


class ReadForm(Form):
    """Up to which message somebody has read."""

    seen = HiddenField(validators=[Optional(), MESSAGE])

    @property
    def last(self) -> int:
        return int(self.seen.data or 0)


class SayForm(ReadForm):
    """A few words, with pictures or without."""

    text = TextAreaField(
        _l("想说什么"),
        [
            DataRequired(_l("请写几个字")),
            Length(max=LONGEST, message=_l("最多 500 个字")),
            visible,
        ],
        filters=[lines],
        description=_l("只有您和对方看得到。不用留电话，对方会收到消息。"),
    )
    picture = MultipleFileField(
        _l("照片"),
        [Optional()],
        description=_l("最多 3 张，JPG、PNG 或 WebP，每张不超过 10 MB。只有您和对方看得到。"),
    )
