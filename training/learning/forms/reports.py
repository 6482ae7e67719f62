"""What is handed in of work at home, and what a teacher says to it."""

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, MultipleFileField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from core.web.forms import Form
from core.words import _l
from training.learning.rules.reports import LONGEST_ANSWER, LONGEST_WORDS

LONGEST_KEPT = 4000  # a few refs, signed


def lines(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class StepForm(Form):
    """A button that needs nothing but to be pressed."""


class ReportForm(Form):
    """Words and photos; `kept` stands for photos that came with an earlier try."""

    words = TextAreaField(
        _l("做得怎么样"),
        [
            DataRequired(_l("请写一两句：做了什么，有没有不顺的地方")),
            Length(max=LONGEST_WORDS, message=_l("最多 1000 个字")),
        ],
        filters=[lines],
        description=_l("一两句就行。只有您和这门课的老师看得到。"),
    )
    picture = MultipleFileField(
        _l("照片"),
        [Optional()],
        description=_l("1 到 4 张，每张不超过 10 MB。只有您和这门课的老师看得到。"),
    )
    drop = BooleanField(_l("先前的照片不要了，重新选"))
    kept = HiddenField(validators=[Optional(), Length(max=LONGEST_KEPT)])

    @property
    def given(self) -> list[FileStorage]:
        """Return the pictures that were really chosen."""
        return [each for each in self.picture.data or () if each and each.filename]


class AcceptForm(Form):
    """It is good; a word to the learner may stand beside it."""

    answer = TextAreaField(
        _l("对学员说一句"),
        [Optional(), Length(max=LONGEST_ANSWER, message=_l("最多 500 个字"))],
        filters=[lines],
    )


class AgainForm(Form):
    """What is to be done once more, and why."""

    again = TextAreaField(
        _l("哪里要改"),
        [
            DataRequired(_l("请写明哪里要改，学员才知道怎么做")),
            Length(max=LONGEST_ANSWER, message=_l("最多 500 个字")),
        ],
        filters=[lines],
        description=_l("先说做得好的，再说要改的。"),
    )
