"""What is said with the tap that enrols: which cohort, and for a child who agrees."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from core.web.forms import Form
from core.web.ids import LARGEST
from core.words import _, _l, dated
from training.learning.rules.standing import InCohort, Standing, Way

LONGEST_NAME = 40


def one_line(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def number_or_none(value: Any) -> int | None:
    """Read the number of a cohort; of a course that is open there is none."""
    if value in {"", None}:
        return None
    number = int(value)
    if not 0 < number <= LARGEST:
        raise ValueError(number)
    return number


class EnrolForm(Form):
    """One tap, which says that one is fourteen; for a child the guardian's name and word.

    Without scripts the key that ends a line presses the first button, so a name in the child's
    part together with it is refused.
    """

    only: int | None = None  # the cohort that is chosen already, being the only one
    cohort = RadioField(_l("报哪一期"), choices=[], coerce=number_or_none, validate_choice=False)
    guardian = StringField(_l("监护人的名字"), [Length(max=LONGEST_NAME)], filters=[one_line])
    agrees = BooleanField(_l("我是孩子的监护人，或者监护人就在旁边，同意孩子报这门课"))
    grown = SubmitField(_l("满 14 岁，报名"))
    child = SubmitField(_l("孩子报名"))

    def offer(self, standing: Standing) -> None:
        """Let the cohorts be chosen that can be; where there is no choice, no field asks for one.

        What is wrong with it then is said of the form as a whole.
        """
        choices = standing.choices
        self.cohort.choices = [SelectChoice(each.cohort.id, in_words(each)) for each in choices]
        self.only = choices[0].cohort.id if len(choices) == 1 else None
        if choices and choices[0].way is Way.TAKE and not self.is_submitted():
            self.cohort.data = choices[0].cohort.id
        if len(choices) <= 1:
            self.form_errors.extend(self.cohort.errors)
            self.cohort.errors = []

    @property
    def is_for_child(self) -> bool:
        """Tell whether what is for children alone has to stand open."""
        about = (self.guardian, self.agrees)
        return any(each.data or each.errors for each in about)


def enrol_form(standing: Standing) -> EnrolForm:
    """Return the form that a course shows to who stands to it like this."""
    form = EnrolForm()
    form.offer(standing)
    return form


def in_words(here: InCohort) -> str:
    """Say which cohort it is, as a choice."""
    cohort = here.cohort
    days = {"first": dated(cohort.starts_on, "MMMd"), "last": dated(cohort.ends_on, "MMMd")}
    if here.way is Way.TAKE:
        return _("%(first)s到%(last)s，给您留着一个名额", **days)
    return _("%(first)s到%(last)s，还有 %(count)s 个名额", count=cohort.free, **days)
