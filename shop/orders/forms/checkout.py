"""What a buyer fills in before ordering: who receives it, where, how, and what was understood."""

import re
from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import BooleanField, HiddenField, SubmitField, TextAreaField
from wtforms.validators import Length, Optional

from core.accounts.place_form import PlaceForm
from core.money import Money
from core.words import _, _l
from shop.cart import rules as cart
from shop.cart.rules import Item
from shop.catalog.forms.fields import stripped, visible
from shop.orders.forms.buying import LONGEST_ADDRESS, PersonFields
from shop.orders.operations.placing import Receiver, Wish

FEN = re.compile(r"\d{1,12}", re.ASCII)
POINT = re.compile(r"[1-9]\d{0,8}", re.ASCII)
WAY = re.compile(r"way-([1-9]\d{0,8})", re.ASCII)
PARCEL = "parcel"


class CheckoutForm(PersonFields, PlaceForm):
    """A receiver, a way for each producer, and what was shown: the things and their total."""

    address = TextAreaField(
        _l("详细地址"),
        [
            Optional(),
            Length(min=2, max=LONGEST_ADDRESS, message=_l("请写 2 到 120 个字")),
            visible,
        ],
        filters=[stripped],
        description=_l("村、组、路、门牌号，例如：桃源村三组 12 号"),
    )
    confirmed = BooleanField(_l("我知道上面这几样没有质量问题就不能退"))
    things = HiddenField()
    total = HiddenField()
    pick = SubmitField(_l("选好了，接着选下一级"))
    quote = SubmitField(_l("重新算运费"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address.flags.optional = False  # whoever fetches everything needs none
        said = request.form.items() if self.is_submitted() else ()
        self.pickups = dict(fetched(said))

    @property
    def only_asks(self) -> bool:
        """Tell whether it was sent to see the price, and nothing is ordered."""
        return bool(self.pick.data or self.quote.data)

    @property
    def needs_place(self) -> bool:
        """Tell whether anything is sent; everything else is fetched."""
        ways = [name for name in request.form if WAY.fullmatch(name)]
        return len(self.pickups) < max(len(ways), 1)

    @property
    def where(self) -> str:
        """Return the district, or how far it was chosen: freight goes by the province."""
        return self.place.code if self.place else ""

    @property
    def shown_total(self) -> Money | None:
        """Return what it cost when the form was shown."""
        said = self.total.data or ""
        return Money(int(said)) if FEN.fullmatch(said) else None

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if self.needs_place and not self.address.data:
            self.address.errors = [_("请写到村、组、门牌号")]
            return False
        return good

    def wish(self) -> Wish:
        """Return what the form says, once it is valid."""
        return Wish(
            items=cart.read(self.things.data or ""),
            receiver=Receiver(
                name=self.receiver.data,
                phone=self.phone.data,
                district=self.where,
                address=self.address.data or "",
                note=self.note.data or "",
            ),
            pickups=self.pickups,
            total=self.shown_total or Money(0),
            confirmed=self.confirmed.data,
        )

    def show(self, items: Iterable[Item], total: Money) -> None:
        """Put what is shown now into the form; nobody has confirmed what was not shown before."""
        things = cart.written(items)
        if things != self.things.data:
            self.confirmed.data = False
        self.things.data, self.total.data = things, str(total.fen)


def fetched(said: Iterable[tuple[str, str]]) -> Iterable[tuple[int, int]]:
    """Yield each producer whose goods are fetched, and at which point."""
    for name, value in said:
        way = WAY.fullmatch(name)
        if way and POINT.fullmatch(value):
            yield int(way[1]), int(value)
