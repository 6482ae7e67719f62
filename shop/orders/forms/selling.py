"""What a producer fills in about an order: parcels, codes, what is missing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from core.web.forms import Form
from core.words import _, _l
from shop.catalog.forms.fields import CountField, between, stripped, visible
from shop.orders.models import OrderLine, Way
from shop.orders.operations.selling import Sending
from shop.orders.rules.desk import BULK, CARRIERS, REFUSALS

F = TypeVar("F", bound=Form)
MOST = 99  # of a line
OTHER = "other"
NUMBER = re.compile(r"[0-9A-Za-z-]{6,40}", re.ASCII)
CODE = re.compile(r"\d{6}", re.ASCII)


def squeezed(text: str | None) -> str:
    """Return numbers as carriers print them: half width, without the blanks between."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


def whole(given: object) -> int | None:
    """Read a key or version from a hidden field, None where there is none."""
    text = str(given)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


class StepForm(Form):
    """One button; `version` is that of the receiver as the page showed it."""

    version = HiddenField(filters=[whole])


def seen(given: object) -> tuple[int, int] | None:
    """Read which order was chosen, and which version of its receiver the list showed."""
    found = re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", str(given))
    return (int(found[1]), int(found[2])) if found else None


class BulkForm(Form):
    """Several orders chosen on a list, or all that the page showed, and what to do with them."""

    ids = SelectMultipleField(coerce=seen, validate_choice=False)
    everything = BooleanField(_l("这一页全选"))
    shown = HiddenField()
    do = StringField()

    @property
    def chosen(self) -> dict[int, int]:
        """Return the orders that were chosen, by id, each with the version of its receiver.

        Nonsense is left out.
        """
        found: Iterable[tuple[int, int] | None] = self.ids.data or []
        if self.everything.data:
            found = map(seen, (self.shown.data or "").split(","))
        return dict(sorted(each for each in found if each and each[0]))

    def validate_do(self, field: Any) -> None:
        if field.data not in {*BULK, "print"}:
            raise ValidationError(_("请选要做什么"))


class CarrierFields:
    """Which carrier, and its number."""

    carrier = SelectField(
        _l("哪家快递"),
        choices=[
            *(SelectChoice(each, each) for each in CARRIERS),
            SelectChoice(OTHER, _l("别的快递")),
        ],
    )
    other = StringField(
        _l("别的快递叫什么"),
        [Optional(), Length(max=20, message=_l("最多 20 个字")), visible],
        filters=[stripped],
        description=_l("上面没有的才写"),
    )
    number = StringField(_l("快递单号"), filters=[squeezed], description=_l("照面单抄，空格不用管"))
    is_parcel = True

    def validate_other(self, field: Any) -> None:
        if self.is_parcel and self.carrier.data == OTHER and not field.data:
            raise ValidationError(_("请写是哪家快递"))

    def validate_number(self, field: Any) -> None:
        if self.is_parcel and not NUMBER.fullmatch(field.data or ""):
            raise ValidationError(_("单号是 6 到 40 位字母和数字，请照面单抄"))

    @property
    def carrier_name(self) -> str:
        return str(self.other.data if self.carrier.data == OTHER else self.carrier.data)

    def show_carrier(self, name: str) -> None:
        """Choose the carrier of this name, also one that is not in the list."""
        self.carrier.data = name if name in CARRIERS else OTHER
        self.other.data = "" if name in CARRIERS else name


class ParcelForm(CarrierFields, Form):
    """A parcel's number, as it should have been."""

    version = HiddenField(filters=[whole])

    def validate_version(self, field: Any) -> None:
        if field.data is None:
            raise ValidationError(_("请刷新后再试"))


def required_text(message: str) -> list[Any]:
    """Return the checks of a line that must be there and is no essay."""
    return [DataRequired(message), Length(max=200, message=_l("最多 200 个字")), visible]


class SendingForm(CarrierFields, Form):
    """One hand-over; a field for each line says how many of it are in it."""

    way = RadioField(
        _l("怎么送"),
        choices=[
            SelectChoice(Way.PARCEL.value, _l("快递寄出")),
            SelectChoice(Way.HAND.value, _l("亲手送到")),
        ],
        default=Way.PARCEL.value,
    )
    counted: Mapping[int, str] = {}

    @property
    def is_parcel(self) -> bool:  # type: ignore[override]
        return bool(self.way.data == Way.PARCEL.value)

    @property
    def sending(self) -> Sending:
        by_carrier = self.is_parcel
        return Sending(
            way=Way(self.way.data),
            carrier=self.carrier_name if by_carrier else "",
            number=str(self.number.data) if by_carrier else "",
            counts=counts_in(self),
        )


def sending_form(lines: Sequence[OrderLine], rest: Mapping[int, int]) -> type[SendingForm]:
    """Return a form that offers all that is left of each line."""
    return counting(SendingForm, "count", lines, {line.id: rest.get(line.id) for line in lines})


class LackForm(Form):
    """What is missing of each line, why, and from which day all would be there."""

    why = StringField(_l("为什么交不齐"), required_text(_l("请写为什么")), filters=[stripped])
    ready_on = DateField(
        _l("哪天能交齐"),
        [Optional()],
        description=_l("买家可以选等到这天；说不准就空着"),
    )
    counted: Mapping[int, str] = {}


def lack_form(lines: Sequence[OrderLine]) -> type[LackForm]:
    """Return a form that asks how many of each line are missing."""
    return counting(LackForm, "missing", lines, {line.id: 0 for line in lines})


def counting(
    base: type[F], name: str, lines: Sequence[OrderLine], usual: Mapping[int, int | None]
) -> type[F]:
    """Return the form with a count for each line; how many are allowed is for the rules to say.

    All lines have their field, so that a form sent twice reads the same both times.
    """
    counted = {line.id: f"{name}_{line.id}" for line in lines if line.left}
    fields: dict[str, Any] = {
        counted[line.id]: CountField(
            f"{line.title} {line.detail}", [between(0, MOST)], default=usual.get(line.id)
        )
        for line in lines
        if line.left
    }
    return type(base.__name__, (base,), {"__doc__": base.__doc__, "counted": counted, **fields})


def counts_in(form: Any) -> dict[int, int]:
    """Return how many of each line the form says; nothing written is none."""
    return {line_id: form[name].data or 0 for line_id, name in form.counted.items()}


class PickupForm(Form):
    """The code that whoever fetches the goods says, and whether the money changed hands."""

    code = StringField(_l("取货码"), filters=[squeezed], description=_l("6 位数字，买家手机上有"))
    paid = BooleanField(_l("现金收到了"))

    def validate_code(self, field: Any) -> None:
        if not CODE.fullmatch(field.data or ""):
            raise ValidationError(_("取货码是 6 位数字"))


class RefusedForm(Form):
    """Why nobody took the goods at the door."""

    reason = RadioField(
        _l("怎么回事"),
        choices=[SelectChoice(code, words) for code, words in REFUSALS.items()],
    )
    note = StringField(
        _l("补一句"),
        [Optional(), Length(max=150, message=_l("最多 150 个字")), visible],
        filters=[stripped],
        description=_l("买家也看得到"),
    )

    @property
    def why(self) -> str:
        said = str(REFUSALS[self.reason.data])
        return f"{said}：{self.note.data}" if self.note.data else said
