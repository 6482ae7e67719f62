"""Packs, prices and stock as people write them."""

from collections.abc import Iterable
from typing import Any

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.web.forms import Form
from core.words import _, _l
from shop.catalog.forms.fields import VERSION, CountField, MoneyField, between, stripped, visible
from shop.catalog.models import Pack, StockReason
from shop.catalog.rules.prices import MOST_STOCK, PIECE, grams_of, weight_in, why_not_price

LONGEST_SHIPPING = 30  # days
UNITS = (("jin", _l("斤")), ("kilo", _l("公斤")), ("gram", _l("克")), (PIECE, _l("按件卖，不称重")))
# What moved the stock, and in which direction.
MOVES = {
    StockReason.HARVEST: (1, _l("又收了、补货（加）")),
    StockReason.SPOILED: (-1, _l("坏了（减）")),
    StockReason.SOLD_ELSEWHERE: (-1, _l("在别处卖了（减）")),
    StockReason.OWN_USE: (-1, _l("自家用了、送人了（减）")),
}


class PackFields:
    """One size: what it is called, how much it weighs, what it costs."""

    name = StringField(
        _l("规格"),
        [DataRequired(_l("请写规格")), Length(max=30, message=_l("最多 30 个字")), visible],
        filters=[stripped],
        description=_l("写明大小、等级，例如：一级大果 5 斤装"),
    )
    amount = StringField(
        _l("净重"), filters=[stripped], description=_l("不算箱子的重量；按件卖的空着")
    )
    unit = SelectField(_l("单位"), choices=[SelectChoice(*each) for each in UNITS])
    price = MoneyField(
        _l("一份多少元"),
        [InputRequired(_l("请写价格"))],
        description=_l("例如 25 或 25.50；不含运费"),
    )

    def validate_amount(self, field: Any) -> None:
        """Read the weight in the chosen unit; both must make sense together."""
        try:
            self.grams = grams_of(field.data or "", self.unit.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def validate_price(self, field: Any) -> None:
        """Say at once, with whatever else is wrong, that nothing costs this."""
        if field.data is not None and (refused := why_not_price(field.data)):
            raise ValidationError(refused)

    def weighs(self, grams: int) -> None:
        """Show a stored weight."""
        self.amount.data, self.unit.data = weight_in(grams)


def stock_field(label: str) -> CountField:
    return CountField(
        label,
        [InputRequired(_l("请写有多少份")), between(0, MOST_STOCK)],
        description=_l("一箱算一份；卖一份会自己减一份"),
    )


class PackForm(PackFields, Form):
    """A new size; with a day and a cap it is sold ahead of the harvest."""

    stock = CountField(
        _l("现在有多少份"),
        [between(0, MOST_STOCK)],
        description=_l("预售的不用写"),
    )
    ships_in_days = CountField(
        _l("下单后几天内发货"),
        [InputRequired(_l("请写几天")), between(0, LONGEST_SHIPPING)],
        default=2,
        description=_l("当天发就写 0"),
    )
    ship_by = DateField(
        _l("预售：最晚哪天发货"), [Optional()], description=_l("还没收的先卖才写，180 天以内")
    )
    cap = CountField(_l("预售：最多卖多少份"), [Optional(), between(1, MOST_STOCK)])

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if self.stock.data is None and self.ship_by.data is None and not self.stock.errors:
            self.stock.errors = [_("请写有多少份")]
            return False
        return good


class EditPackForm(PackFields, Form):
    """A size as it was when the form was shown."""

    ships_in_days = CountField(
        _l("下单后几天内发货"),
        [InputRequired(_l("请写几天")), between(0, LONGEST_SHIPPING)],
        description=_l("当天发就写 0"),
    )
    ship_by = DateField(_l("预售：最晚哪天发货"), [Optional()])
    cap = CountField(
        _l("预售：最多卖多少份"),
        [Optional(), between(1, MOST_STOCK)],
        description=_l("改多改少，剩下的份数跟着变"),
    )
    version = HiddenField(validators=VERSION)


class MoveForm(Form):
    """More of it, or less, and why."""

    reason = SelectField(
        _l("怎么变的"),
        choices=[SelectChoice(each.value, words) for each, (_sign, words) in MOVES.items()],
    )
    count = CountField(_l("多少份"), [InputRequired(_l("请写多少份")), between(1, MOST_STOCK)])
    note = StringField(
        _l("备注"),
        [Optional(), Length(max=80, message=_l("最多 80 个字")), visible],
        filters=[stripped],
        description=_l("只有自己看得到"),
    )

    @property
    def delta(self) -> int:
        return MOVES[self.moved][0] * (self.count.data or 0)

    @property
    def moved(self) -> StockReason:
        return StockReason(self.reason.data)


class CountedForm(Form):
    """How many there are by one's own count, and how many the page said."""

    counted = CountField(
        _l("数了一下，还有多少份"),
        [InputRequired(_l("请写多少份")), between(0, MOST_STOCK)],
    )
    seen = HiddenField(validators=VERSION)


def again_form(packs: Iterable[Pack]) -> type[Form]:
    """Return a form that asks for the stock of each of these packs anew."""
    asked: dict[str, Any] = {
        f"stock_{pack.id}": CountField(
            pack.name, [Optional(), between(0, MOST_STOCK)], description=str(pack.price)
        )
        for pack in packs
    }
    return type("AgainForm", (Form,), {"__doc__": "How many there are this time.", **asked})
