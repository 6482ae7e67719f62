"""What officers fill in about a certificate."""

from typing import Any

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.qualifications.rules import KINDS, LONGEST_ISSUER, LONGEST_NUMBER, LONGEST_REASON
from core.web.forms import Form
from core.words import _l


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


def written(label: str, missing: str, most: int, **kw: Any) -> StringField:
    checks = [DataRequired(missing), Length(max=most)]
    return StringField(label, checks, filters=[stripped], **kw)


class RecordForm(Form):
    """A paper certificate, as it lies on the table."""

    who = written(
        _l("是谁的"),
        _l("请写是谁"),
        80,
        description=_l("写手机号，或本支部里人的全名；有同名的，在姓名后面空一格写户号"),
    )
    kind = SelectField(
        _l("哪项资格"), choices=[SelectChoice(each.value, words) for each, words in KINDS.items()]
    )
    number = written(
        _l("证书编号"),
        _l("请照证书写编号"),
        LONGEST_NUMBER,
        description=_l("照证书上写，一个字也不要少"),
    )
    issuer = written(_l("发证单位"), _l("请写发证单位"), LONGEST_ISSUER)
    valid_from = DateField(_l("从哪天起"), [InputRequired(_l("请选日期"))])
    valid_until = DateField(
        _l("到哪天为止"), [Optional()], description=_l("当天还算；证书上没写就空着")
    )


class RevokeForm(Form):
    """Why a qualification is taken away."""

    reason = TextAreaField(
        _l("为什么撤销"),
        [DataRequired(_l("请写明原因，本人要看")), Length(max=LONGEST_REASON)],
        filters=[stripped],
        description=_l("会告诉本人，也记进操作记录；不要写病情、家事这类私事。"),
    )
