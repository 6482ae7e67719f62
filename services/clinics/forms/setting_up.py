"""What officers fill in about practitioners, clinics and how one is booked there."""

from collections.abc import Iterable

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from core.web.forms import Form
from core.words import _, _l
from services.clinics.forms.fields import (
    NUMBER,
    choices,
    line,
    number,
    number_or_none,
    paragraphs,
    who,
)
from services.clinics.models import Clinic, ClinicKind, PractitionerKind
from services.clinics.rules import setting_up as rules
from services.clinics.rules.setting_up import Paper, Said, codes_of
from services.clinics.rules.terms import Terms, Window


class PaperForm(Form):
    """A licence that is seen anew, of somebody who is put down already."""

    kind = RadioField(
        _l("是什么人"),
        [InputRequired(_l("请选一种"))],
        choices=choices({each.value: words for each, words in rules.KINDS.items()}),
    )
    licence = line(
        _l("证件编号"), "licence", description=_l("照原件写。法学学生没有证件，可以不写。")
    )
    until = DateField(_l("有效到"), [Optional()], description=_l("证上没有期限就空着。"))
    guide = SelectField(_l("谁带"), coerce=number_or_none, description=_l("只有法学学生要选。"))
    languages = SelectMultipleField(
        _l("会说什么话"), [Optional()], choices=choices(rules.LANGUAGES)
    )
    words = TextAreaField(
        _l("介绍"),
        [Optional(), Length(max=rules.LONGEST_OWN_WORDS)],
        filters=[paragraphs],
        description=_l("擅长什么、在哪里工作。谁都看得到，不写夸奖的话。"),
    )

    def offer_guides(self, guides: Iterable[tuple[int, str]]) -> None:
        self.guide.choices = [
            SelectChoice("", _("不用人带")),
            *(SelectChoice(*each) for each in guides),
        ]

    @property
    def paper(self) -> Paper:
        return Paper(
            kind=PractitionerKind(self.kind.data),
            licence=self.licence.data,
            until=self.until.data,
            languages=tuple(self.languages.data or ()),
            words=self.words.data,
        )


class SeeForm(PaperForm):
    """A licence seen for the first time, and whose it is."""

    who = who(_l("谁的证件"))


class EditClinicForm(Form):
    """What a clinic says of itself."""

    version = HiddenField(default="1", validators=[InputRequired(), Regexp(NUMBER)])
    title = line(_l("名称"), "title", _l("请写名称"))
    unit_id = SelectField(
        _l("在哪个村"),
        [InputRequired(_l("请选在哪个村"))],
        coerce=number_or_none,
        description=_l("由这个村的支部或它的上级来核验。"),
    )
    address = line(
        _l("在哪里"), "address", _l("请写在哪里"), description=_l("找得到的地方、几楼。")
    )
    phone = line(_l("电话"), "phone", description=_l("开着的时候有人接的电话。"))
    ways = SelectMultipleField(
        _l("怎么见面"), [InputRequired(_l("请选见面的方式"))], choices=choices(rules.WAYS)
    )
    words = TextAreaField(
        _l("要知道的事"),
        [Optional(), Length(max=rules.LONGEST["words"])],
        filters=[paragraphs],
        description=_l("带什么、怎么走。谁都看得到。"),
    )

    @property
    def said(self) -> Said:
        return Said(
            title=self.title.data,
            address=self.address.data,
            ways=tuple(self.ways.data or ()),
            unit_id=self.unit_id.data,
            phone=self.phone.data,
            words=self.words.data,
        )

    def show(self, clinic: Clinic) -> None:
        """Fill the form with what the clinic says now."""
        self.version.data = str(clinic.version)
        self.ways.data = codes_of(clinic.ways)
        for name in ("title", "unit_id", "address", "phone", "words"):
            self[name].data = getattr(clinic, name)


class ClinicForm(EditClinicForm):
    """A new clinic."""

    kind = RadioField(
        _l("是哪一种"),
        [InputRequired(_l("请选一种"))],
        choices=choices({each.value: words for each, words in rules.CLINICS.items()}),
    )

    @property
    def wanted(self) -> ClinicKind:
        return ClinicKind(self.kind.data)


class ContactForm(Form):
    """Who receives what is asked of legal aid, and that they have undertaken to keep it secret."""

    who = who(_l("谁当联络员"))
    undertaken = BooleanField(_l("本人当面读过、签了这份承诺，纸留在支部"))


class WindowForm(Form):
    """How early and late a service is booked and moved."""

    version = HiddenField(default="1", validators=[InputRequired(), Regexp(NUMBER)])
    notice_hours = number(_l("最晚提前几小时约"), "notice_hours", 12)
    horizon_days = number(_l("最早能约几天以后的"), "horizon_days", 28)
    change_hours = number(_l("开始前几小时还能自己改期、取消"), "change_hours", 12)
    daily_cap = number(_l("一天最多接几个"), "daily_cap", 8)
    asks = BooleanField(_l("要接待的人答应才算约好"), description=_l("不勾就是选了时间就约好了。"))

    @property
    def window(self) -> Window:
        return Window(**{name: self[name].data for name in Window.__dataclass_fields__})


class ServiceForm(WindowForm):
    """Who can be booked at a clinic, and how."""

    practitioner = SelectField(
        _l("谁来接待"), [InputRequired(_l("请选一个人"))], coerce=number_or_none
    )
    minutes = number(_l("一次几分钟"), "minutes", 30)
    seats = number(
        _l("一次几个人"), "seats", 1, _l("一对一写 1。讲座、小组写名额，时间另外一场一场地定。")
    )
    ways = SelectMultipleField(_l("怎么见面"), [InputRequired(_l("请选见面的方式"))])
    before = number(_l("前面留几分钟准备"), "before", 0)
    after = number(_l("后面留几分钟休息"), "after", 10)

    def offer(self, clinic: Clinic, people: Iterable[tuple[int, str]]) -> None:
        """Let one of these be chosen, by the ways that the clinic has."""
        self.practitioner.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(*each) for each in people),
        ]
        self.ways.choices = choices({code: rules.WAYS[code] for code in codes_of(clinic.ways)})

    @property
    def terms(self) -> Terms:
        names = Terms.__dataclass_fields__.keys() - {"ways"}
        said = {name: self[name].data for name in names}
        return Terms(ways=tuple(self.ways.data or ()), **said)
