"""When a practitioner can be booked, as they or an officer fill it in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.clock import VILLAGE
from core.web.forms import Form
from core.words import _, _l
from services.clinics.forms.fields import stripped
from services.clinics.models import Service
from services.clinics.operations.groups import LONGEST_TITLE
from services.clinics.rules.appointments import LONGEST_WHY
from services.clinics.rules.hours import in_text, minute_at, spans_in
from services.clinics.rules.slots import DAY_MINUTES, Span

WEEK = range(7)
WORKDAYS = range(1, 5)  # the others
DAYS: Sequence[str] = (
    _l("星期一"),
    _l("星期二"),
    _l("星期三"),
    _l("星期四"),
    _l("星期五"),
    _l("星期六"),
    _l("星期日"),
)
LONGEST_HOURS = 120


def hours_of(weekday: int) -> StringField:
    return StringField(DAYS[weekday], [Optional(), Length(max=LONGEST_HOURS)], filters=[stripped])


class WeekForm(Form):
    """The hours of a week, one line a day: 9:00-12:00, 14:00-17:00."""

    day0 = hours_of(0)
    same = BooleanField(_l("星期二到星期五和星期一一样"))
    day1 = hours_of(1)
    day2 = hours_of(2)
    day3 = hours_of(3)
    day4 = hours_of(4)
    day5 = hours_of(5)
    day6 = hours_of(6)

    def days(self) -> list[StringField]:
        return [self[f"day{weekday}"] for weekday in WEEK]

    def show(self, service: Service) -> None:
        """Fill the form with the hours that are set."""
        for weekday, each in enumerate(self.days()):
            each.data = in_text([(h.begins, h.ends) for h in service.hours if h.weekday == weekday])

    def validate(self, extra_validators: Any = None) -> bool:
        """Write the first day into the others where that is ticked; say what cannot be read."""
        if self.same.data:
            for weekday in WORKDAYS:
                self[f"day{weekday}"].data = self.day0.data
        is_good = bool(super().validate(extra_validators))
        for each in self.days():
            if spans_in(each.data or "") is None and not each.errors:
                each.errors = [_("没看懂，请照这样写：9:00-12:00, 14:00-17:00")]
                is_good = False
        return is_good

    @property
    def week(self) -> dict[int, list[Span]]:
        return {
            weekday: spans_in(each.data or "") or [] for weekday, each in enumerate(self.days())
        }


class ExtraForm(Form):
    """Times of one day besides the week."""

    day = DateField(_l("哪一天"), [InputRequired(_l("请选日期"))])
    hours = StringField(
        _l("几点到几点"),
        [DataRequired(_l("请写几点到几点")), Length(max=LONGEST_HOURS)],
        filters=[stripped],
        description=_l("照这样写：9:00-12:00, 14:00-17:00"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Say what cannot be read."""
        if not super().validate(extra_validators):
            return False
        if not spans_in(self.hours.data):
            self.hours.errors = [_("没看懂，请照这样写：9:00-12:00, 14:00-17:00")]
            return False
        return True

    @property
    def spans(self) -> list[Span]:
        return spans_in(self.hours.data) or []


class AwayForm(Form):
    """Days on which a practitioner is not there, whole or a part of each."""

    day = DateField(_l("从哪一天"), [InputRequired(_l("请选日期"))])
    last = DateField(_l("到哪一天"), [Optional()], description=_l("只有一天就空着。"))
    begins = TimeField(_l("几点起"), [Optional()], description=_l("整天不在就空着。"))
    ends = TimeField(_l("到几点"), [Optional()])

    @property
    def last_day(self) -> date:
        day: date = self.last.data or self.day.data
        return day

    @property
    def span(self) -> Span:
        begins = minute_at(self.begins.data) if self.begins.data else 0
        ends = minute_at(self.ends.data, is_end=True) if self.ends.data else DAY_MINUTES
        return begins, ends


class SessionForm(Form):
    """A group's hour."""

    title = StringField(
        _l("讲什么"),
        [DataRequired(_l("请写讲什么")), Length(max=LONGEST_TITLE)],
        filters=[stripped],
        description=_l("谁都看得到，例如：法治讲堂：土地流转要签什么。"),
    )
    day = DateField(_l("哪一天"), [InputRequired(_l("请选日期"))])
    start = TimeField(_l("几点开始"), [InputRequired(_l("请选开始时间"))])

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day.data, self.start.data, VILLAGE)


class WhyForm(Form):
    """Why a group's hour is called off."""

    why = StringField(
        _l("为什么取消"),
        [DataRequired(_l("请写明原因，对方要看")), Length(max=LONGEST_WHY)],
        filters=[stripped],
        description=_l("会原样发给报了名的人。"),
    )
