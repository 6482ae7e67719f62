"""What officers fill in about a certificate."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from core.certificates.rules import LONGEST_REASON
from core.web.forms import Form
from core.words import _l


def stripped(text: str | None) -> str:
    """Return the text in one line without blank ends."""
    return " ".join((text or "").split())


class RevokeForm(Form):
    """Why a certificate is to be revoked."""

    reason = TextAreaField(
        _l("为什么撤销"),
        [
            DataRequired(_l("请写明原因，第二个人和本人都要看")),
            Length(max=LONGEST_REASON, message=_l("最多 200 个字")),
        ],
        filters=[stripped],
        description=_l("第二个人看了才定；撤销以后会告诉本人。不要写病情、家事这类私事。"),
    )


class AnswerForm(Form):
    """The second word on a revocation: the button says which."""
