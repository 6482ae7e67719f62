"""What a producer fills in about sending and fetching."""

from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)

from core.accounts.regions import provinces
from core.money import Money
from core.web.forms import Form
from core.words import _, _l
from shop.freight import rules
from shop.freight.rules import Terms, Zone
from shop.producers.forms import reachable, seen, stripped

VERSION = (InputRequired(), Regexp(r"[0-9]{1,9}\Z"))


def a_weight(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what is no weight in kilograms."""
    try:
        rules.parse_kilos(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def a_price(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what is no amount of money, or far too much."""
    try:
        price = Money.parse(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None
    if reason := rules.why_not_price(price):
        raise ValidationError(reason)


def a_floor(form: Any, field: Any) -> None:
    """Refuse nothing as the price from which a parcel is free."""
    a_price(form, field)
    if Money.parse(field.data) == Money(0):
        raise ValidationError(_("写 0 就是一直包邮：把首重和续重都写成 0 就行"))


def an_amount(label: str) -> StringField:
    checks = [InputRequired(_l("请写多少钱，不收就写 0")), Length(max=12), a_price]
    return StringField(label, checks, filters=[stripped])


def a_step(label: str) -> StringField:
    checks = [InputRequired(_l("请写几公斤")), Length(max=9), a_weight]
    return StringField(label, checks, filters=[stripped])


class ZoneForm(Form):
    """What a parcel costs to some provinces."""

    provinces = SelectMultipleField(_l("哪些省"))
    not_served = BooleanField(_l("这些地方不送"), description=_l("勾上以后，下面的价钱不算"))
    first_kilos = a_step(_l("首重（公斤）"))
    first_price = an_amount(_l("首重多少元"))
    further_kilos = a_step(_l("续重，每几公斤"))
    further_price = an_amount(_l("续重多少元"))
    free_over = StringField(
        _l("满多少元包邮"),
        [Optional(), Length(max=12), a_floor],
        filters=[stripped],
        description=_l("不包邮就空着"),
    )

    def offer(self, *, taken: Collection[str]) -> None:
        """Let those provinces be chosen that no other zone names, and say which do."""
        names = [(code, rules.short_name(code, name)) for code, name in provinces()]
        self.provinces.choices = [SelectChoice(*each) for each in names if each[0] not in taken]
        others = "、".join(name for code, name in names if code in taken)
        if others:
            said = _("已经在别的组里：%(names)s。要挪过来，先从那一组去掉", names=others)
            self.provinces.description = said

    def show(self, zone: Zone, codes: Collection[str]) -> None:
        """Fill in what the zone says."""
        self.provinces.data = list(codes)
        self.not_served.data = not zone.served
        self.first_kilos.data = rules.kilos_of(zone.first_grams)
        self.first_price.data = yuan(zone.first_fen)
        self.further_kilos.data = rules.kilos_of(zone.further_grams)
        self.further_price.data = yuan(zone.further_fen)
        self.free_over.data = yuan(zone.free_over_fen) if zone.free_over_fen else ""

    def terms(self) -> Terms:
        """Return what the form says."""
        over = self.free_over.data
        return Terms(
            served=not self.not_served.data,
            first_grams=rules.parse_kilos(self.first_kilos.data),
            first_fen=Money.parse(self.first_price.data).fen,
            further_grams=rules.parse_kilos(self.further_kilos.data),
            further_fen=Money.parse(self.further_price.data).fen,
            free_over_fen=Money.parse(over).fen if over else None,
            provinces=tuple(self.provinces.data or ()),
        )


class EditZoneForm(ZoneForm):
    """A zone as it was when the form was shown."""

    version = HiddenField(validators=VERSION)


class PointForm(Form):
    """Where and when buyers fetch what they ordered."""

    name = StringField(
        _l("叫什么"),
        [DataRequired(_l("请写名称")), Length(max=40), seen],
        filters=[stripped],
        description=_l("例如：桃源村口小卖部"),
    )
    address = StringField(
        _l("地址"), [DataRequired(_l("请写地址")), Length(max=120), seen], filters=[stripped]
    )
    hours = StringField(
        _l("什么时候有人"),
        [DataRequired(_l("请写时间")), Length(max=80), seen],
        filters=[stripped],
        description=_l("例如：每天 8:00–18:00"),
    )
    phone = StringField(
        _l("电话"),
        [Optional(), Length(max=20), reachable],
        filters=[stripped],
        description=_l("买家能看到"),
    )


class EditPointForm(PointForm):
    """A pickup point as it was when the form was shown."""

    version = HiddenField(validators=VERSION)


def yuan(fen: int) -> str:
    """Write an amount as people type it."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)
