"""What a producer calls for, and what an officer writes about a household."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.web.forms import Form
from core.words import _l
from shop.catalog.forms.fields import (
    CountField,
    MoneyField,
    between,
    lines,
    stripped,
    visible,
)
from shop.hands import rules
from shop.hands.models import HardshipKind
from shop.hands.operations import Call, Found
from shop.producers.forms import modest


def written(label: str, missing: str, most: int, **kw: Any) -> StringField:
    checks = [DataRequired(missing), Length(max=most), visible, modest]
    return StringField(label, checks, filters=[stripped], **kw)


class CallForm(Form):
    """What is to be done, where, when, by how many, and for how much."""

    title = written(
        _l("什么活"),
        _l("请写什么活"),
        rules.LONGEST_TITLE,
        description=_l("例如：摘橘子、插秧、搬筐"),
    )
    words = TextAreaField(
        _l("要知道什么"),
        [Optional(), Length(max=rules.LONGEST_WORDS, message=_l("最多 300 个字")), visible, modest],
        filters=[lines],
        description=_l("带什么、管不管饭、怎么走。谁都能看到，家里的难处不要写在这里。"),
    )
    place = written(_l("在哪里"), _l("请写地方"), rules.LONGEST_PLACE)
    day = DateField(_l("哪一天"), [InputRequired(_l("请选日期"))])
    begins = TimeField(_l("几点开始"), [InputRequired(_l("请选时间"))])
    ends = TimeField(_l("几点结束"), [InputRequired(_l("请选时间"))])
    hands = CountField(
        _l("要几个人"), [InputRequired(_l("请写几个人")), between(rules.FEWEST, rules.MOST)]
    )
    wage = MoneyField(
        _l("工钱多少元"),
        [Optional()],
        description=_l("帮工要写工钱，才会给大家看；支部登记过难处的农户可以空着"),
    )
    per = RadioField(
        _l("工钱怎么算"),
        choices=[SelectChoice(each, words) for each, words in rules.PER.items()],
        default="day",
    )

    def call(self) -> Call:
        """Return what the form says; hours that end before they begin are of the same day."""
        wage = self.wage.data
        return Call(
            title=self.title.data,
            words=self.words.data or "",
            place=self.place.data,
            starts_at=rules.moment_of(self.day.data, self.begins.data),
            ends_at=rules.moment_of(self.day.data, self.ends.data),
            hands=self.hands.data or rules.FEWEST,
            wage=wage,
            per=(self.per.data or "day") if wage else "",
        )


class HardshipForm(Form):
    """What an officer has found of a household."""

    who = StringField(
        _l("哪一户"),
        [DataRequired(_l("请写是哪一户")), Length(max=60)],
        filters=[stripped],
        description=_l("写店名、户主的全名，或者手机号"),
    )
    kind = RadioField(
        _l("什么难处"),
        [InputRequired(_l("请选一样"))],
        choices=[SelectChoice(each.value, words) for each, words in rules.HARDSHIPS.items()],
    )
    words = TextAreaField(
        _l("支部看到的情况"),
        [
            DataRequired(_l("请写看到的情况")),
            Length(max=rules.LONGEST_SEEN, message=_l("最多 200 个字")),
            visible,
        ],
        filters=[lines],
        description=_l("写活为什么干不了，不要写病名。只有本支部和这一户看得到。"),
    )
    since = DateField(_l("从哪天起"), [InputRequired(_l("请选日期"))])
    until = DateField(
        _l("到哪天为止"),
        [InputRequired(_l("请选日期"))],
        description=_l("当天还算，一次最多 180 天"),
    )
    agreed = BooleanField(
        _l("当面说清楚了，这一户同意登记"),
        [InputRequired(_l("要这一户同意才能登记"))],
    )

    def found(self) -> Found:
        """Return what the form says."""
        return Found(
            kind=HardshipKind(self.kind.data),
            words=self.words.data,
            since=self.since.data,
            until=self.until.data,
        )


class EndForm(Form):
    """Why a hardship is over."""

    why = TextAreaField(
        _l("为什么结束"),
        [
            DataRequired(_l("请写明原因，这一户要看")),
            Length(max=rules.LONGEST_WHY, message=_l("最多 200 个字")),
            visible,
        ],
        filters=[lines],
    )
