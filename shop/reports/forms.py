"""What is wrong with a listing, and what a clerk decides."""

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from core.web.forms import Form
from core.words import _l
from shop.catalog.forms.fields import lines, visible
from shop.reports.rules import LONGEST_DECISION, LONGEST_TEXT, REASONS


class ReportForm(Form):
    """What is wrong."""

    reason = RadioField(
        _l("哪里不对"),
        [InputRequired(_l("请选一样"))],
        choices=[SelectChoice(each.value, words) for each, words in REASONS.items()],
    )
    text = TextAreaField(
        _l("说说情况"),
        [
            DataRequired(_l("请写一写情况，运营方才好去查")),
            Length(max=LONGEST_TEXT, message=_l("最多 500 个字")),
            visible,
        ],
        filters=[lines],
        description=_l("只有运营方看得到，商家不知道是谁举报的。"),
    )


class DecideForm(Form):
    """What is decided, and why."""

    verdict = RadioField(
        _l("怎么处理"),
        [InputRequired(_l("请选一样"))],
        choices=[
            SelectChoice("uphold", _l("属实：把商品下架")),
            SelectChoice("dismiss", _l("没有问题：商品接着卖")),
        ],
    )
    decision = TextAreaField(
        _l("怎么答复"),
        [
            DataRequired(_l("请写清楚原因")),
            Length(max=LONGEST_DECISION, message=_l("最多 200 个字")),
            visible,
        ],
        filters=[lines],
        description=_l("举报人看得到；下架的话，商家也看得到。不要写是谁举报的。"),
    )
