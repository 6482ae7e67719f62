"""What a practitioner or a contact clerk writes: a word to the guest, a note, a reason."""

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from core.web.forms import Form
from core.words import _l
from services.cases.rules import LONGEST_REASON, LONGEST_TEXT, PARTS
from services.clinics.rules.appointments import LONGEST_WHY

LONGEST_NUMBER = 20
PART = rf"({'|'.join(PARTS)}|paper:[1-9]\d{{0,2}})\Z"


def stripped(text: str | None) -> str:
    """Leave the spaces at both ends away."""
    return (text or "").strip()


def as_number(text: str | None) -> str:
    """Read a number as people type it: in small letters, with spaces between."""
    return "".join((text or "").split()).upper()


class WhyForm(Form):
    """A reason that the guest reads."""

    why = StringField(
        _l("原因"),
        [DataRequired(_l("请写明原因，对方要看")), Length(max=LONGEST_WHY)],
        filters=[stripped],
        description=_l("会原样给对方看，不要写是什么事"),
    )


class MoveForm(WhyForm):
    """Another time out of those that are free."""

    start = StringField(_l("新的时间"), [InputRequired(_l("请从列出来的时间里选")), Length(max=40)])


class OpenForm(Form):
    """Which part of a case is opened, or which of its papers."""

    part = HiddenField(validators=[Regexp(PART, message=_l("没有这一部分"))])


class HandForm(Form):
    """To whom a case goes."""

    to = RadioField(_l("转交给"), [InputRequired(_l("请选一个人"))], coerce=int)


class HandOnForm(HandForm):
    """To whom a case goes from a practitioner, and why."""

    why = TextAreaField(
        _l("为什么转交"),
        [DataRequired(_l("请写为什么转交")), Length(max=LONGEST_TEXT)],
        filters=[stripped],
        description=_l("写进记录，只有接手的人和本人打开才看得到"),
    )


class NoteForm(Form):
    """A note to a case."""

    text = TextAreaField(
        _l("记一条"), [DataRequired(_l("请写点什么")), Length(max=LONGEST_TEXT)], filters=[stripped]
    )


class CloseForm(Form):
    """How a case ended."""

    outcome = RadioField(_l("结果"), [InputRequired(_l("请选一个结果"))])


class ReasonForm(Form):
    """Why a case must be opened that is in somebody else's hands."""

    reason = TextAreaField(
        _l("为什么必须打开"),
        [DataRequired(_l("请写清楚为什么必须打开")), Length(max=LONGEST_REASON)],
        filters=[stripped],
        description=_l("加密存着，只有本人看得到"),
    )


class GlassForm(ReasonForm):
    """Which case must be opened, and why."""

    number = StringField(
        _l("编号"),
        [DataRequired(_l("请写编号")), Length(max=LONGEST_NUMBER)],
        filters=[as_number],
    )
