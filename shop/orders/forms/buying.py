"""What a buyer fills in about an order: a step, a choice, who receives it."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from core.accounts.forms import a_name
from core.accounts.place_form import PlaceForm, a_receivers_phone
from core.web.forms import Form
from core.words import _l
from shop.catalog.forms.fields import VERSION, stripped, visible
from shop.orders.models import Answer

CHOICES = (Answer.WAIT, Answer.LESS, Answer.CANCEL)
LONGEST_WHY, LONGEST_NOTE, LONGEST_ADDRESS, LONGEST_NAME = 100, 200, 120, 30


class StepForm(Form):
    """One tap; the key makes of two taps one."""


class CancelForm(StepForm):
    """Why not, for the producer to learn from; nobody has to say."""

    why = StringField(
        _l("为什么取消"),
        [Optional(), Length(max=LONGEST_WHY, message=_l("最多 100 个字")), visible],
        filters=[stripped],
        description=_l("商家会看到，例如：下错了、想换个规格"),
    )


class AnswerForm(StepForm):
    """What to do about a shortage, and which one the page spoke of."""

    choice = HiddenField(
        validators=[
            AnyOf(
                [Answer.WAIT, Answer.LESS, Answer.CANCEL],
                message=_l("请选一样：等、少要，还是取消"),
            )
        ]
    )
    shortage = HiddenField(validators=[InputRequired(), Regexp(r"[0-9]{1,9}\Z")])


class PersonFields:
    """Who receives it, at which number, and what the producer should know."""

    receiver = StringField(
        _l("收件人"),
        [
            InputRequired(_l("请写收件人")),
            Length(max=LONGEST_NAME, message=_l("最多 30 个字")),
            a_name,
        ],
        description=_l("自己，或者替家里人收"),
    )
    phone = StringField(_l("收件人手机号"), [InputRequired(_l("请填手机号")), a_receivers_phone])
    note = StringField(
        _l("给商家的话"),
        [Optional(), Length(max=LONGEST_NOTE, message=_l("最多 200 个字")), visible],
        filters=[stripped],
        description=_l("例如：放门卫室；下午六点以后在家"),
    )


class PersonForm(PersonFields, Form):
    """Who fetches it at a pickup point."""

    version = HiddenField(validators=VERSION)


class ReceiverForm(PlaceForm, PersonForm):
    """Who receives a parcel and where; the province stays, for freight goes by it."""

    address = TextAreaField(
        _l("详细地址"),
        [
            InputRequired(_l("请写到村、组、门牌号")),
            Length(min=2, max=LONGEST_ADDRESS, message=_l("请写 2 到 120 个字")),
            visible,
        ],
        filters=[stripped],
        description=_l("村、组、路、门牌号，例如：桃源村三组 12 号"),
    )
