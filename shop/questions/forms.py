"""Questions and answers, as people write them for everybody to read."""

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from core.web.forms import Form
from core.words import _, _l
from shop.catalog.forms.fields import VERSION, lines, stripped, visible
from shop.questions.rules import LONGEST_ANSWER, LONGEST_QUESTION, holds_a_number

LONGEST_REASON = 100


class Open(Form):
    """Words that everybody reads: whoever gives a number away is asked once."""

    sure = BooleanField(_l("我知道谁都能看到，号码照样写上去"))
    said = ""  # the name of the field that everybody reads

    @property
    def warned(self) -> bool:
        """Tell whether the tick must be shown."""
        return holds_a_number(self[self.said].data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if good and self.warned and not self.sure.data:
            field = self[self.said]
            field.errors = [_("里面像是有电话或微信号。谁都能看到，去掉它，或者在下面打勾")]
            return False
        return good


class AskForm(Open):
    """A question."""

    said = "text"
    text = TextAreaField(
        _l("想问什么"),
        [
            DataRequired(_l("请写想问什么")),
            Length(max=LONGEST_QUESTION, message=_l("最多 300 个字")),
            visible,
        ],
        filters=[lines],
        description=_l("谁都能看到，您的名字只显示姓。不要写电话、地址。"),
    )


class AnswerForm(Open):
    """An answer."""

    said = "answer"
    answer = TextAreaField(
        _l("回答"),
        [
            DataRequired(_l("请写回答")),
            Length(max=LONGEST_ANSWER, message=_l("最多 500 个字")),
            visible,
        ],
        filters=[lines],
        description=_l("谁都能看到。照实说，不写“第一”“最好”这样的话。"),
    )
    version = HiddenField(validators=VERSION)


class HideForm(Form):
    """Why a question is shown no more."""

    why = StringField(
        _l("为什么不显示"),
        [DataRequired(_l("请写明原因")), Length(max=LONGEST_REASON, message=_l("最多 100 个字"))],
        filters=[stripped],
        description=_l("提问的人会看到。例如：写了别人的电话"),
    )
