"""What hangs on a product: pictures and certificates."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.web.forms import Form
from core.words import _, _l
from shop.catalog.forms.fields import stripped, visible
from shop.catalog.rules.listing import CERTIFICATES

PHOTO_HELP = _l("JPG、PNG 或 WebP，最大 10 MB。谁都能看到，不要拍到别人的脸。")


def alt_field() -> StringField:
    return StringField(
        _l("照片上是什么"),
        [Optional(), Length(max=80, message=_l("最多 80 个字")), visible],
        filters=[stripped],
        description=_l("读给看不见的人听，例如：一筐带叶子的橘子"),
    )


class FirstPictureForm(Form):
    """The picture with which a product begins, or the word that there is none yet."""

    picture = FileField(_l("照片"), description=PHOTO_HELP)
    skip = SubmitField(_l("先不放照片"))

    def validate_picture(self, field: Any) -> None:
        if not field.data and not self.skip.data:
            raise ValidationError(_("请选一张照片，没有就点“先不放照片”"))


class PictureForm(Form):
    """One more picture."""

    picture = FileField(_l("照片"), [FileRequired(_l("请选一张照片"))], description=PHOTO_HELP)
    alt = alt_field()


class AltForm(Form):
    """What is to be seen on a picture."""

    alt = alt_field()


class CertificateForm(Form):
    """A certificate as it stands there."""

    kind = SelectField(
        _l("哪种证书"),
        choices=[SelectChoice(each.value, words) for each, words in CERTIFICATES.items()],
    )
    name = StringField(
        _l("其他证书叫什么"),
        [Optional(), Length(max=30, message=_l("最多 30 个字")), visible],
        filters=[stripped],
        description=_l("上面选了“其他证书”才写"),
    )
    number = StringField(
        _l("证书编号"),
        [DataRequired(_l("请照证书写编号")), Length(max=40, message=_l("最多 40 个字")), visible],
        filters=[stripped],
        description=_l("自己开的合格证没有编号，就写开具日期"),
    )
    issuer = StringField(
        _l("谁发的"),
        [DataRequired(_l("请写谁发的")), Length(max=60, message=_l("最多 60 个字")), visible],
        filters=[stripped],
    )
    valid_until = DateField(
        _l("有效期到"),
        [InputRequired(_l("请选日期"))],
        description=_l("当天还算，过了就自己不显示了"),
    )
    picture = FileField(
        _l("证书照片"), [Optional()], description=_l("JPG、PNG 或 WebP，最大 10 MB。谁都能看到。")
    )
