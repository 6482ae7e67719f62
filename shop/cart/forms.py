"""What people fill in about their basket."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import ValidationError

from core.web.forms import Form
from core.words import _, _l
from shop.cart import rules
from shop.cart.rules import Item


class CountField(StringField):
    """How many of a thing: 1 to 99; what was typed wrong stays to be read and mended."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if len(valuelist) > 1:
            raise ValueError(_("这一栏请只写一个数"))
        self.data = rules.parse_count(valuelist[0] if valuelist else "")

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")


class VisitorForm(Form):
    """A form that visitors send too; `by_visitors` has asked for the token or the origin."""

    form_key = None  # stands on pages that all visitors share

    class Meta(FlaskForm.Meta):
        """Without a token of its own."""

        csrf = False


def a_thing(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what names nothing that could be in a basket."""
    if rules.parse_name(field.data or "") is None:
        raise ValidationError(_("请选一种规格"))


class AddForm(VisitorForm):
    """So many of one thing."""

    thing = StringField(_l("规格"), [a_thing])
    count = CountField(_l("几份"), default=1)

    @property
    def item(self) -> Item:
        """Return what is wanted, once the form is valid."""
        kind, ref = rules.parse_name(self.thing.data) or ("", 0)
        return Item(kind, ref, self.count.data or 0)


class CountsForm(VisitorForm):
    """How many of each thing; one field for each that was sent, of those in the basket."""

    @property
    def counts(self) -> dict[str, Any]:
        """Return the fields by the name of their thing."""
        return {name.removeprefix("count-"): each for name, each in self._fields.items()}

    def items(self, before: Iterable[Item]) -> list[Item]:
        """Return what is wanted of what was there, once the form is valid."""
        return [
            Item(each.kind, each.ref, self.counts[each.name].data)
            for each in before
            if each.name in self.counts
        ]


def counts_form(titles: dict[str, str], items: Iterable[Item]) -> CountsForm:
    """Return the form for these items, each field called after what it counts."""
    shown = request.method == "GET" or not any(name.startswith("count-") for name in request.form)
    fields = {
        f"count-{each.name}": CountField(titles.get(each.name, ""), default=each.count)
        for each in items
        if shown or f"count-{each.name}" in request.form
    }
    kind = type("CountsOfBasket", (CountsForm,), fields)
    made: CountsForm = kind(formdata=None) if shown else kind()
    return made
