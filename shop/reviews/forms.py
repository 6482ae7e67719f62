"""What buyers say of goods, what producers answer, and why a review is hidden."""

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from core.web.forms import Form
from core.words import _, _l
from shop.catalog.forms.fields import lines, visible
from shop.questions.forms import Open
from shop.reviews.rules import LONGEST_ANSWER, LONGEST_TEXT, MOST_PICTURES, REASONS, STARS


class ReviewForm(Open):
    """Stars, words and pictures of what came."""

    said = "text"
    stars = RadioField(
        _l("怎么样"),
        [InputRequired(_l("请选一样"))],
        choices=[SelectChoice(str(each), words) for each, words in STARS.items()],
    )
    text = TextAreaField(
        _l("说几句"),
        [Optional(), Length(max=LONGEST_TEXT, message=_l("最多 500 个字")), visible],
        filters=[lines],
        description=_l("好的、不好的，照实说。不要写电话、地址。"),
    )
    picture = MultipleFileField(
        _l("照片"),
        [Optional()],
        description=_l("最多 4 张，每张不超过 10 MB。谁都能看到，不要拍到别人的脸和快递单。"),
    )

    @property
    def given(self) -> list[FileStorage]:
        """Return the pictures that were really chosen."""
        return [each for each in self.picture.data or () if each and each.filename]

    def validate_picture(self, _field: object) -> None:
        if len(self.given) > MOST_PICTURES:
            raise ValidationError(_("最多 %(most)s 张照片", most=MOST_PICTURES))


class AnswerForm(Open):
    """The producer's one answer."""

    said = "answer"
    answer = TextAreaField(
        _l("回答"),
        [
            DataRequired(_l("请写回答")),
            Length(max=LONGEST_ANSWER, message=_l("最多 500 个字")),
            visible,
        ],
        filters=[lines],
        description=_l("谁都能看到，好好说话。"),
    )


class HideForm(Form):
    """Which law forbids it."""

    why = RadioField(
        _l("为什么不显示"),
        [InputRequired(_l("请选一样"))],
        choices=[SelectChoice(code, words) for code, words in REASONS.items()],
        description=_l("大家会看到原因。评得低不是理由。"),
    )
