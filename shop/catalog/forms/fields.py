"""Fields that read numbers, prices and places as people write them."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Regexp, ValidationError
from wtforms.widgets import TextInput

from core.accounts import regions
from core.accounts.rules import UNSEEN
from core.money import Money
from core.words import _, _l

WHOLE = re.compile(r"\d+", re.ASCII)
MOST_DIGITS = 9
VERSION = (InputRequired(), Regexp(r"[0-9]{1,9}\Z"))


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def lines(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def visible(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse signs that nobody sees; lines may end."""
    text = (field.data or "").replace("\n", "")
    if any(unicodedata.category(letter) in UNSEEN for letter in text):
        raise ValidationError(_("里面有看不见的符号，请重新写一遍"))


class Between(NumberRange):
    """A number within bounds; where none was read, others say whether one is needed."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None:
            super().__call__(form, field)


def between(least: int, most: int) -> Between:
    return Between(least, most, message=_l("请写 %(min)s 到 %(max)s 之间的数"))


class CountField(IntegerField):
    """A whole number, also in full width; nothing is None.

    A line of text, not a number with arrows: what was typed wrong stays to be read and mended.
    """

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        text = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            self.raw_data = [""]  # blanks are nothing to whoever asks for a number
        if text and not WHOLE.fullmatch(text):
            raise ValueError(_("请写一个整数，例如 10"))
        if len(text) > MOST_DIGITS:
            raise ValueError(_("这个数太大了"))
        if text:
            self.data = int(text)


class MoneyField(StringField):
    """An amount in yuan; its data is Money."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            self.raw_data = [""]
        if text:
            self.data = Money.parse(text)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data).removeprefix("¥") if self.data else ""


class PlaceFields:
    """Three choices that lead from a province down to a district; goes before a form's base."""

    province = SelectField(_l("产地：省"), validate_choice=False)
    city = SelectField(_l("市"), validate_choice=False)
    origin = SelectField(_l("区县"), validate_choice=False)
    is_submitted: Callable[[], bool]

    def __init__(self, *args: Any, place: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = regions.find_place(place)
        if not self.is_submitted() and known:
            chosen: list[Any] = [code for code, _name in known.path]
        else:
            chosen = [self.province.data, self.city.data, self.origin.data]
        self.place = regions.follow(chosen)
        self.as_before = self.place is not None and self.place == known
        self.offer()

    def offer(self) -> None:
        """Offer on each level what lies below the choice above it."""
        path = self.place.path if self.place else ()
        belows = [regions.provinces()]
        belows += [found.below for code, _name in path if (found := regions.find_place(code))]
        for level, field in enumerate((self.province, self.city, self.origin)):
            below = belows[level] if level < len(belows) else ()
            field.choices = [
                SelectChoice("", _("请选择")),
                *(SelectChoice(*each) for each in below),
            ]
            field.data = path[level][0] if level < len(path) else ""

    @property
    def levels(self) -> list[Any]:
        """Return the choices to show: all that were made, and the next."""
        fields = (self.province, self.city, self.origin)
        return [each for each in fields if len(each.choices) > 1]

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)  # type: ignore[misc]
        if not self.as_before and (self.place is None or not self.place.complete):
            last = self.levels[-1]
            last.errors = [_("请接着选%(level)s", level=last.label.text)]
            return False
        return good
