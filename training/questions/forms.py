"""What learners ask and teachers answer, as all who see the lesson read it."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from core.web.forms import Form
from core.words import _l
from training.courses.forms.fields import paragraphs, seen, stripped, version
from training.questions.rules import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    LONGEST_REASON,
    SHORTEST_QUESTION,
)


class AskForm(Form):
    """A question."""

    text = TextAreaField(
        _l("想问什么"),
        [
            DataRequired(_l("请写想问什么")),
            Length(min=SHORTEST_QUESTION, message=_l("请写清楚一点，至少 5 个字")),
            Length(max=LONGEST_QUESTION, message=_l("最多 300 个字")),
            seen,
        ],
        filters=[paragraphs],
        description=_l("学这一课的都看得到，您的名字只显示姓。不要写电话、地址。"),
    )


class AnswerForm(Form):
    """An answer; `version` is the one its writer began from."""

    answer = TextAreaField(
        _l("回答"),
        [
            DataRequired(_l("请写回答")),
            Length(max=LONGEST_ANSWER, message=_l("最多 1000 个字")),
            seen,
        ],
        filters=[paragraphs],
        description=_l("学这一课的都看得到。改过的，只留最后一次写的。"),
    )
    version = version()


class HideForm(Form):
    """Why a question is shown no more."""

    why = StringField(
        _l("为什么不显示"),
        [
            DataRequired(_l("请写明原因")),
            Length(max=LONGEST_REASON, message=_l("最多 100 个字")),
            seen,
        ],
        filters=[stripped],
        description=_l("写在问题原来的地方，大家都看得到。例如：写了别人的电话"),
    )
