"""Choosing a district of the state's list, one level after the other, also without scripts."""

from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from core.accounts import regions, rules
from core.web.forms import Form
from core.words import _, _l


def a_receivers_phone(form: Any, field: Any) -> None:  # noqa: ARG001
    """Put the number as it is stored into the field, or say what is wrong with it."""
    try:
        field.data = rules.normal_phone(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


class PlaceForm(Form):
    """Province, city and district; `place` is how far the choices lead.

    Where it begins from a `place` whose province stays, nothing outside it can be chosen.
    """

    province = SelectField(_l("省"), validate_choice=False)
    city = SelectField(_l("市"), validate_choice=False)
    district = SelectField(_l("区县"), validate_choice=False)

    def __init__(
        self, *args: Any, place: str | None = None, province_stays: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.province_stays = province_stays
        known = regions.find_place(place)
        path = [code for code, _name in known.path] if known else []
        if path and not self.is_submitted():
            self._levels: list[str | None] = [*path]
        else:
            self._levels = [self.province.data, self.city.data, self.district.data]
        if province_stays:
            self._levels[:1] = path[:1]
        self.place = regions.follow(self._levels)
        self.offer()

    def offer(self) -> None:
        """Offer on each level what lies below the choice above it."""
        path = self.place.path if self.place else ()
        belows = [regions.provinces()]
        belows += [place.below for code, _name in path if (place := regions.find_place(code))]
        for level, field in enumerate((self.province, self.city, self.district)):
            below = belows[level] if level < len(belows) else ()
            field.choices = [
                SelectChoice("", _("请选择")),
                *(SelectChoice(*each) for each in below),
            ]
            field.data = path[level][0] if level < len(path) else ""

    @property
    def levels(self) -> list[Any]:
        """Return the choices to show: all that were made, and the next."""
        fields = (self.province, self.city, self.district)[1 if self.province_stays else 0 :]
        return [each for each in fields if len(each.choices) > 1]

    @property
    def unfinished(self) -> bool:
        """Tell whether the list goes on below what was chosen."""
        return self.place is None or not self.place.complete

    @property
    def needs_place(self) -> bool:
        """Tell whether a district is asked for; a form may do without in some case."""
        return True

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if self.needs_place and self.unfinished:
            last = self.levels[-1]
            last.errors = [_("请接着选%(level)s", level=last.label.text)]
            return False
        return good
