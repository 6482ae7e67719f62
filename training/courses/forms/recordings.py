"""What a teacher sends for a lesson that is watched or heard."""

from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, Length

from core.web.forms import Form
from core.words import _l
from training.courses.models import FileRole

NO_FILE = _l("请选一个文件")


class RecordingForm(Form):
    """The film or sound, at most 200 MiB of it."""

    recording = FileField(_l("文件"))


class CaptionsForm(Form):
    """What is said, with its times."""

    captions = FileField(_l("字幕文件"), description=_l("WebVTT 文件，以 .vtt 结尾，不超过 1 MB。"))


class LengthForm(Form):
    """How long it lasts."""

    length = StringField(
        _l("时长"),
        [DataRequired(_l("请写时长")), Length(max=10, message=_l("写成 分:秒，比如 12:30"))],
        description=_l("分:秒，比如 12:30。学员看够多久，按这个算。"),
    )


class TakeOutForm(Form):
    """Which of the two goes."""

    what = HiddenField(validators=[AnyOf([FileRole.MEDIA, FileRole.CAPTIONS])])
