"""What a teacher fills in about a cohort."""

from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.web.forms import Form
from core.words import _l
from training.learning.forms.enrolling import one_line
from training.learning.models import Cohort
from training.learning.rules.cohorts import LONGEST, Said


def seats_field() -> IntegerField:
    return IntegerField(_l("几个名额"), [InputRequired(_l("请写几个名额"))])


class CohortForm(Form):
    """When a cohort is held, for how many, and how many it needs."""

    starts_on = DateField(_l("哪天开课"), [InputRequired(_l("请选哪天开课"))])
    ends_on = DateField(_l("哪天结束"), [InputRequired(_l("请选哪天结束"))])
    closes_on = DateField(
        _l("报名到哪天"),
        [InputRequired(_l("请选报名到哪天"))],
        description=_l("这一天还能报。可以在开课以后，让晚来的也赶上。"),
    )
    seats = seats_field()
    least = IntegerField(
        _l("最少几人"),
        [Optional()],
        description=_l("报名截止还不够，会告诉您，由您定照样开还是取消。不写就是几人都开。"),
    )
    words = StringField(
        _l("要知道的事"),
        [Optional(), Length(max=LONGEST["words"])],
        filters=[one_line],
        description=_l("例如：每周三晚上七点，村委会二楼。谁都看得到。"),
    )

    @property
    def said(self) -> Said:
        return Said(
            words=self.words.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            closes_on=self.closes_on.data,
            seats=self.seats.data,
            least=self.least.data or 0,
        )

    def show(self, cohort: Cohort) -> None:
        """Fill the form with what the cohort is now."""
        for name in ("starts_on", "ends_on", "closes_on", "seats", "least", "words"):
            self[name].data = getattr(cohort, name)


class SeatsForm(Form):
    """How many seats a cohort has from now on."""

    seats = seats_field()


class CancelForm(Form):
    """Why a cohort is not held."""

    why = TextAreaField(
        _l("原因"),
        [DataRequired(_l("请写明原因，报了名的人要看")), Length(max=LONGEST["why"])],
        filters=[one_line],
        description=_l("报了名和在候补的人都会收到。"),
    )
