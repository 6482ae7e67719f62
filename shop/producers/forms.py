"""What people fill in about their producer."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)

from core.accounts.rules import UNSEEN
from core.branches.models import Unit
from core.web.forms import Form
from core.words import _, _l
from shop.producers import rules
from shop.producers.models import PaperKind, ProducerKind, ProductClass

VERSION = (InputRequired(), Regexp(r"[0-9]{1,9}\Z"))


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def lines(text: str | None) -> str:
    """Return the text without blank ends, and with one kind of line end."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def code_of(text: str | None) -> str:
    """Return a credit code as it is stored."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).upper()


def seen(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse signs that nobody sees."""
    if any(unicodedata.category(letter) in UNSEEN for letter in field.data or ""):
        raise ValidationError(_("里面有看不见的符号，请重新写一遍"))


def modest(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse words that no seller may use here."""
    if reason := rules.why_not_words(field.data or ""):
        raise ValidationError(reason)


def reachable(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what is no telephone number."""
    if reason := rules.why_not_reach(field.data or ""):
        raise ValidationError(reason)


class ProducerForm(Form):
    """What a producer is, where, and how it is reached."""

    kind = RadioField(
        _l("您是哪一种"),
        [InputRequired(_l("请选一种"))],
        choices=[SelectChoice(each.value, words) for each, words in rules.KIND_HINTS.items()],
    )
    name = StringField(
        _l("店名"),
        [DataRequired(_l("请写店名")), Length(max=rules.LONGEST_NAME), seen, modest],
        filters=[stripped],
        description=_l("买家看到的名字，例如：李家果园。合作社和企业写执照上的全名"),
    )
    classes = SelectMultipleField(
        _l("准备卖什么"),
        [InputRequired(_l("请至少选一样"))],
        description=_l("照这个告诉您要哪些证照，以后可以改"),
    )
    unit = SelectField(_l("在哪个村"), coerce=int)
    address = StringField(
        _l("详细地址"),
        [DataRequired(_l("请写地址")), Length(max=rules.LONGEST_ADDRESS), seen],
        filters=[stripped],
        description=_l("支部上门要找得到，例如：桃源村三组 12 号"),
    )
    phone = StringField(
        _l("电话"),
        [DataRequired(_l("请写电话")), Length(max=20), reachable],
        filters=[lambda text: unicodedata.normalize("NFKC", stripped(text))],
        description=_l("买家能看到，也打这个号找您"),
    )
    credit_code = StringField(
        _l("统一社会信用代码"),
        [Optional(), Length(max=18, message=_l("统一社会信用代码是 18 位"))],
        filters=[code_of],
        description=_l("在营业执照上，18 位。农户没有就空着；合作社和企业一定要写"),
    )

    def offer(self, villages: Iterable[Unit]) -> None:
        """Let one of these villages be chosen, and each class with what it means."""
        self.classes.choices = [
            SelectChoice(
                each.value, _("%(what)s：%(about)s", what=words, about=rules.CLASS_HINTS[each])
            )
            for each, words in rules.CLASSES.items()
        ]
        self.unit.choices = [
            SelectChoice(
                each.id, _("%(village)s（%(branch)s）", village=each.name, branch=each.branch.name)
            )
            for each in villages
        ]

    @property
    def chosen_kind(self) -> ProducerKind:
        return ProducerKind(self.kind.data)

    @property
    def chosen_classes(self) -> tuple[ProductClass, ...]:
        return tuple(each for each in ProductClass if each.value in self.classes.data)


class EditProducerForm(ProducerForm):
    """The facts as they were when the form was shown."""

    version = HiddenField(validators=VERSION)


class PaperForm(Form):
    """A paper as it stands there."""

    number = StringField(
        _l("证照编号"),
        [DataRequired(_l("请照证照写编号")), Length(max=40), seen],
        filters=[stripped],
        description=_l("营业执照写统一社会信用代码，别的证写证上的编号"),
    )
    issuer = StringField(
        _l("发证机关"),
        [DataRequired(_l("请写发证机关")), Length(max=60), seen],
        filters=[stripped],
        description=_l("盖章的单位，例如：云溪县市场监督管理局"),
    )
    valid_from = DateField(_l("发证日期"), [Optional()])
    valid_until = DateField(
        _l("有效期到"), [Optional()], description=_l("当天还算；写着“长期”的就空着")
    )


class NewPaperForm(PaperForm):
    """A paper that is not there yet."""

    kind = SelectField(
        _l("哪种证照"),
        choices=[SelectChoice(each.value, rules.PAPERS[each]) for each in PaperKind],
    )


class ScanForm(Form):
    """A photo or PDF of a paper."""

    scan = FileField(
        _l("照片或 PDF"),
        [FileRequired(_l("请选一张照片或一个 PDF"))],
        description=_l("JPG、PNG、WebP 或 PDF，最大 10 MB。只有您和核验您的支部能看到。"),
    )


class PictureForm(Form):
    """A picture of the farm."""

    picture = FileField(
        _l("照片"),
        [FileRequired(_l("请选一张照片"))],
        description=_l("JPG、PNG 或 WebP，最大 10 MB。谁都能看到，不要拍到别人的脸。"),
    )
    alt = StringField(
        _l("照片上是什么"),
        [Optional(), Length(max=80), seen],
        filters=[stripped],
        description=_l("读给看不见的人听，例如：山坡上的橘园"),
    )


class AltForm(Form):
    """What a picture shows."""

    alt = StringField(
        _l("照片上是什么"),
        [Optional(), Length(max=80), seen],
        filters=[stripped],
        description=_l("读给看不见的人听，例如：山坡上的橘园"),
    )


class StoryForm(Form):
    """What the farm page tells."""

    story = TextAreaField(
        _l("介绍"),
        [Optional(), Length(max=rules.LONGEST_STORY, message=_l("最多 5000 个字")), modest],
        filters=[lines],
        description=_l("种了几年、在什么山上、怎么管、什么时候熟。空一行另起一段；小标题前写 ##。"),
    )
    version = HiddenField(validators=VERSION)
    preview = SubmitField(_l("先看看样子"))


class HolidayForm(Form):
    """From which day until which day nothing is sold."""

    begins = DateField(_l("从哪天起"), [InputRequired(_l("请选日期"))])
    until = DateField(
        _l("到哪天为止"), [InputRequired(_l("请选日期"))], description=_l("当天还休息")
    )
    note = StringField(
        _l("告诉买家"),
        [Optional(), Length(max=60), seen],
        filters=[stripped],
        description=_l("例如：回家过年，正月十六再发货"),
    )


class ClassForm(Form):
    """Which qualification a class of product asks for."""

    version = HiddenField(validators=VERSION)
    qualification = SelectField(_l("要哪项资格"))
