"""What a product is and how it comes, as its producer writes it."""

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.web.forms import Form
from core.words import _, _l
from shop.catalog.forms.fields import (
    VERSION,
    CountField,
    PlaceFields,
    between,
    lines,
    stripped,
    visible,
)
from shop.catalog.forms.packs import LONGEST_SHIPPING, PackFields, stock_field
from shop.catalog.models import ReturnPolicy, Storage
from shop.catalog.rules.categories import CATEGORIES, GROUPS
from shop.catalog.rules.listing import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    RETURNS,
    STORAGES,
    months_of,
)
from shop.producers.models import ProductClass
from shop.producers.rules import CLASS_HINTS, CLASSES

LONGEST_SHELF_LIFE = 3650  # days
MONTHS = range(1, 13)


class WhatForm(Form):
    """What it is."""

    category = SelectField(_l("类别"), [InputRequired(_l("请选一个类别"))])
    title = StringField(
        _l("名称"),
        [
            DataRequired(_l("请写名称")),
            Length(max=LONGEST_TITLE, message=_l("最多 60 个字")),
            visible,
        ],
        filters=[stripped],
        description=_l("写明是什么、哪里的，例如：桃源村高山蜜橘"),
    )
    product_class = RadioField(
        _l("做到了哪一步"),
        [Optional()],
        description=_l("水果、蔬菜、手工艺这些只有一种的，不选也行"),
    )
    text = TextAreaField(
        _l("介绍"),
        [Optional(), Length(max=LONGEST_TEXT, message=_l("最多 5000 个字")), visible],
        filters=[lines],
        description=_l("怎么种的、什么味道、怎么吃。照实写，不写“第一”“最好”这样的话"),
    )
    version = HiddenField(validators=VERSION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = [
            SelectChoice("", _("请选择")),
            *(
                SelectChoice(code, CATEGORIES[code].title, optgroup=group.title)
                for group in GROUPS.values()
                for code in group.below
            ),
        ]
        self.product_class.choices = [
            SelectChoice(
                each.value, _("%(name)s：%(hint)s", name=CLASSES[each], hint=CLASS_HINTS[each])
            )
            for each in ProductClass
        ]

    @property
    def chosen_class(self) -> ProductClass | None:
        return ProductClass(self.product_class.data) if self.product_class.data else None


IN_ORDER = (
    "category", "title", "product_class",
    "name", "amount", "unit", "price", "stock",
    "text", "more",
)  # fmt: skip


class BeginForm(PackFields, WhatForm):
    """What it is, with its first size."""

    stock = stock_field(_l("现在有多少份"))
    more = SubmitField(_l("存下，再加一种规格"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in IN_ORDER:  # what is wrong is summed up in the order of the page
            self._fields[name] = self._fields.pop(name)


class HowForm(PlaceFields, Form):
    """How it comes: from where, when, kept how, sent when."""

    origin_note = StringField(
        _l("具体地方"),
        [Optional(), Length(max=60, message=_l("最多 60 个字")), visible],
        filters=[stripped],
        description=_l("哪个村、哪片地，例如：桃源村后山"),
    )
    all_year = BooleanField(_l("全年都有"))
    season = SelectMultipleField(
        _l("哪几个月有"),
        coerce=int,
        choices=[SelectChoice(month, str(month)) for month in MONTHS],
    )
    storage = RadioField(
        _l("怎么存放"),
        [InputRequired(_l("请选一种"))],
        choices=[SelectChoice(each.value, words) for each, words in STORAGES.items()],
        default=Storage.ROOM.value,
    )
    storage_note = StringField(
        _l("存放要注意什么"),
        [Optional(), Length(max=80, message=_l("最多 80 个字")), visible],
        filters=[stripped],
    )
    shelf_life_days = CountField(_l("能放多少天"), [Optional(), between(1, LONGEST_SHELF_LIFE)])
    return_policy = RadioField(
        _l("退货"),
        [InputRequired(_l("请选一种"))],
        choices=[SelectChoice(each.value, words) for each, words in RETURNS.items()],
    )
    ships_in_days = CountField(
        _l("下单后几天内发货"),
        [Optional(), between(0, LONGEST_SHIPPING)],
        description=_l("当天发就写 0；写在这里，所有现货规格都照这个发"),
    )
    later = SubmitField(_l("先存着，不上架"))
    version = HiddenField(validators=VERSION)

    def __init__(self, *args: Any, may_be_fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.season.choices = [
            SelectChoice(month, _("%(month)s月", month=month)) for month in MONTHS
        ]
        if not may_be_fresh:
            one = ReturnPolicy.SEVEN_DAYS
            self.return_policy.choices = [SelectChoice(one.value, RETURNS[one])]

    def validate_season(self, field: Any) -> None:
        if not field.data and not self.all_year.data:
            raise ValidationError(_("请勾有货的月份，全年都有就勾“全年都有”"))

    @property
    def months(self) -> int:
        return months_of([] if self.all_year.data else self.season.data)
