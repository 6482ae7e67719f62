"""What teachers fill in about chapters and lessons, by the kind of lesson."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, StringField, SubmitField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from core.web.forms import Form
from core.words import _l
from training.courses.forms.fields import choices, line, lines_of, number, seen, stripped, text
from training.courses.models import Lesson, LessonKind
from training.courses.rules import lessons as rules
from training.courses.rules.lessons import Content, content_of, mark_of

LISTED = "points", "asks"  # one a line
K = LessonKind
HINTS: Mapping[LessonKind, str] = {
    K.TEXT: _l("图文：写出来，可以放图"),
    K.VIDEO: _l("视频：配字幕和文字稿"),
    K.AUDIO: _l("音频：配文字稿"),
    K.PAPER: _l("资料：一份能下载的 PDF"),
    K.PRACTICE: _l("回家练：做好了拍照交来"),
    K.CLASS: _l("上课：人到一起，动手学"),
    K.TEST: _l("小测：从题库抽几题"),
}


class ChapterForm(Form):
    """What a chapter is called."""

    title = line(
        _l("这一章叫什么"),
        rules.LONGEST_TITLE,
        _l("请写名称"),
        description=_l("例如：开工以前"),
    )


class NewLessonForm(Form):
    """A lesson that is not there yet."""

    title = line(_l("这一课叫什么"), rules.LONGEST_TITLE, _l("请写名称"))
    kind = RadioField(_l("怎么学"), [InputRequired(_l("请选一种"))])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.kind.choices = choices({each.value: HINTS[each] for each in rules.OFFERED})


class LessonForm(Form):
    """What every lesson says; kinds add what is their own."""

    seen = HiddenField(validators=[InputRequired(), Regexp(r"[0-9a-f]{16}\Z")])
    title = line(_l("这一课叫什么"), rules.LONGEST_TITLE, _l("请写名称"))
    minutes = number(_l("大约几分钟"), (0, rules.MOST_MINUTES), 0)
    body = text(_l("内容"), rules.LONGEST_BODY)
    points = text(
        _l("记住这几点"),
        rules.LONGEST_POINT * (rules.MOST_POINTS + 2),
        description=_l("一行一条，最多 8 条。放在这一课的最后。"),
    )
    look = SubmitField(_l("存好，看看样子"))

    def show(self, lesson: Lesson) -> None:
        """Fill the form with what the lesson says, and note from where the writer begins."""
        self.seen.data = mark_of(lesson)
        said = content_of(lesson)
        for name in self.own:
            value = getattr(said, name)
            self[name].data = "\n".join(value) if name in LISTED else value

    @property
    def own(self) -> list[str]:
        """Return what of a lesson's content this form asks for."""
        return [name for name in Content.__annotations__ if name in self]

    def content(self, lesson: Lesson) -> Content:
        """Return what the form says; what it does not ask for stays as it is."""
        stands = content_of(lesson)
        said = {name: getattr(stands, name) for name in Content.__annotations__}
        for name in self.own:
            given = self[name].data
            said[name] = lines_of(given) if name in LISTED else given
        return Content(**said)


class PracticeForm(LessonForm):
    """Work at home, and what the photos of it must show."""

    asks = text(
        _l("交什么照片"),
        rules.LONGEST_POINT * (rules.MOST_ASKS + 2),
        description=_l("一行一样，最多 6 样。例如：洗干净的案板，从上往下拍"),
    )


class TestForm(LessonForm):
    """A short test, drawn from the bank of the course."""

    __test__ = False  # a form, whatever its name looks like

    questions = number(_l("抽几题"), (0, rules.MOST_QUESTIONS), 5, _l("从这一章前面几课的题里抽。"))
    pass_mark = number(_l("几分及格"), (0, 100), 80, _l("满分 100 分。"))


class RecordedForm(LessonForm):
    """A recording: how long it is, and what is said in it."""

    seconds = number(_l("一共几秒"), (0, rules.MOST_SECONDS), 0)
    transcript = text(
        _l("文字稿"),
        rules.LONGEST_TRANSCRIPT,
        description=_l("录音录像里说的每一句话。网络慢的、听不清的人先看它。"),
    )


EDITORS: Mapping[LessonKind, type[LessonForm]] = {
    K.TEXT: LessonForm,
    K.PAPER: LessonForm,
    K.CLASS: LessonForm,
    K.PRACTICE: PracticeForm,
    K.TEST: TestForm,
    K.VIDEO: RecordedForm,
    K.AUDIO: RecordedForm,
}


class AltForm(Form):
    """What is to be seen on a picture."""

    alt = StringField(
        _l("图上是什么"),
        [DataRequired(_l("请写图上是什么，看不见的人靠它听")), Length(max=rules.LONGEST_ALT), seen],
        filters=[stripped],
        description=_l("读给看不见的人听，例如：一只手捏着标签，生产日期朝上"),
    )


class PictureForm(AltForm):
    """A picture to be shown in the text."""

    picture = FileField(
        _l("图片"),
        [FileRequired(_l("请选一张图"))],
        description=_l("JPG、PNG 或 WebP，最大 10 MB。谁都能看到，拍到别人的脸要先问过。"),
    )
    name = StringField(
        _l("给它起个名字"),
        [DataRequired(_l("请起个名字")), Length(max=rules.LONGEST_NAME), seen],
        filters=[stripped],
        description=_l("短一点，写进内容里用的，例如：标签"),
    )


class PaperForm(Form):
    """The paper of a lesson."""

    paper = FileField(
        _l("PDF 文件"),
        [FileRequired(_l("请选一个 PDF 文件"))],
        description=_l("最大 10 MB。谁都能下载，不要有身份证号、电话。"),
    )
