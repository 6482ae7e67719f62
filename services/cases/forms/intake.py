"""What somebody says of their case, question by question, and where it goes."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from core.web.forms import Form
from core.words import _, _l
from services.cases.rules import intake
from services.cases.rules.intake import LONGEST, Said
from services.cases.rules.papers import MOST_MB, MOST_PAPERS
from services.volunteering.forms import paragraphs, stripped


def choices(words: Mapping[str, str]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in words.items()]


def at_most(name: str) -> Length:
    """Return the check of how long a text may be, in words that say so."""
    most = LONGEST[name]
    return Length(max=most, message=_l("写得太长了，请写短一点"))


class BeginForm(Form):
    """That one agrees to what happens with what one writes (PIPL 28 to 31)."""

    consents = BooleanField(
        _l("我同意加密保存我写的内容，给接的人看"),
        [InputRequired(_l("同意了才能开始写"))],
        description=_l(
            "里面可能有健康、家事这些敏感的事；写到不满 14 岁的孩子，要您是监护人。随时可以撤回。"
        ),
    )


class Number(IntegerField):
    """A whole number that may be left out; what is none is told in words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([each.strip() for each in valuelist])
        except ValueError:
            raise ValueError(_("请只写数字")) from None


def of_the_list(_form: Any, field: Any) -> None:
    """Say in words what is none of the choices."""
    known = {str(value) for value, *_rest in field.iter_choices()}
    given = field.data if isinstance(field.data, list) else [field.data]
    if not {str(each) for each in given} <= known:
        raise ValidationError(_("请从列表里选"))


def one_of(label: str, words: Mapping[str, str], missing: str) -> RadioField:
    """Return a list of which one is chosen."""
    checks = [InputRequired(missing), of_the_list]
    return RadioField(label, checks, choices=choices(words), validate_choice=False)


class Answer(Form):
    """The answer to one question; it knows what it says, and shows what was said."""

    @property
    def said(self) -> dict[str, Any]:
        """Return what was answered, as it is kept."""
        return {
            each.name: each.data for each in self if each.name not in {"csrf_token", "form_key"}
        }

    @classmethod
    def showing(cls, said: Said) -> "Answer":
        """Return the form with what was said before."""
        return cls(formdata=None, data=dict(said))


class StoryForm(Answer):
    """What has happened, in one's own words."""

    story = TextAreaField(
        _l("用自己的话写"),
        [DataRequired(_l("请写几句发生了什么事")), at_most("story")],
        filters=[paragraphs],
        description=_l("想到什么写什么：什么时候、在哪里、怎么了、现在到哪一步。"),
    )


class MatterForm(Answer):
    """Which of the matters of the law it is."""

    matter = one_of(_l("选最像的一个"), intake.MATTERS, _l("请选一个，说不准就选“不知道”"))


class WhomForm(Answer):
    """For whom somebody asks."""

    whom = one_of(_l("选一个"), intake.WHOMS, _l("请选为谁求助"))
    whom_name = StringField(
        _l("这个人的姓名"),
        [Optional(), at_most("whom_name")],
        filters=[stripped],
        description=_l("为自己求助就不用写"),
    )


class OthersForm(Answer):
    """Who stands on the other side."""

    others = TextAreaField(
        _l("对方的名字"),
        [Optional(), at_most("others")],
        filters=[paragraphs],
        description=_l(
            "一行写一个，人的姓名、公司的名字都行，知道手机号也写上。"
            "这样能看出经办的人和对方有没有关系。"
        ),
    )

    def validate_others(self, field: Any) -> None:
        names = [each for each in (field.data or "").split("\n") if each.strip()]
        if why_not := intake.why_not_others(names):
            raise ValidationError(why_not)


class HouseholdForm(Answer):
    """What decides whether hardship is looked at."""

    circumstances = SelectMultipleField(
        _l("有没有下面的情况"),
        [Optional(), of_the_list],
        choices=choices(intake.CIRCUMSTANCES),
        validate_choice=False,
    )
    people = Number(
        _l("家里几口人"),
        [
            Optional(),
            NumberRange(1, intake.MOST_PEOPLE, message=_l("请写 1 到 30 之间的数")),
        ],
    )
    income = Number(
        _l("全家一个月大约收入多少元"),
        [
            Optional(),
            NumberRange(0, intake.MOST_INCOME, message=_l("请写 0 到 100 万之间的数")),
        ],
    )


FORMS: Mapping[str, type[Answer]] = {
    intake.STORY: StoryForm,
    intake.MATTER: MatterForm,
    intake.WHOM: WhomForm,
    intake.OTHERS: OthersForm,
    intake.HOUSEHOLD: HouseholdForm,
}


class PaperForm(Form):
    """A photo of a paper, or a PDF."""

    paper = FileField(
        _l("照片或 PDF"),
        [FileRequired(_l("请选一张照片或者一份 PDF"))],
        description=_l(
            "照片、PDF 都行。最多 %(papers)s 份，每份最多 %(mb)s MB；"
            "照片会自动缩小，拍摄地点会去掉。"
        ),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.paper.description = str(self.paper.description) % {
            "papers": MOST_PAPERS,
            "mb": MOST_MB,
        }


class ToForm(Form):
    """To whom it is handed in: an appointment of one's own, or the contact clerk."""

    to = one_of(_l("交给谁"), {}, _l("请选交给谁"))

    def offer(self, ways: Sequence[tuple[str, str]]) -> None:
        """Let one of these be chosen; where there is but one, it is chosen already."""
        self.to.choices = [SelectChoice(value, words) for value, words in ways]
        if len(ways) == 1 and self.to.data is None and not self.is_submitted():
            self.to.data = ways[0][0]
