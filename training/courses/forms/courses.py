"""What teachers fill in about a course: its name, what it is about, its head."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from core.qualifications.models import QualificationKind
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.web.forms import Form
from core.words import _, _l
from training.courses.forms.fields import choices, line, number, text, version
from training.courses.models import CourseVersion, Level, Subject
from training.courses.rules.courses import LONGEST, WITHIN, About, Head
from training.courses.rules.words import LEVELS, SUBJECTS

NOTHING = ""


class CourseForm(Form):
    """A course that is to be begun."""

    title = line(
        _l("课程名称"),
        LONGEST["title"],
        _l("请写课程名称"),
        description=_l("一听就知道学什么，例如：给橘子拍一张好照片"),
    )
    subject = SelectField(_l("门类"), [InputRequired(_l("请选一个门类"))])
    unlocks = SelectField(
        _l("学完得到什么资格"),
        description=_l("得到资格的课最后要有考试；支部会特别看它。多数课不用选。"),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if "subject" in self._fields:
            first = [SelectChoice("", _("请选择"))] if not self.subject.data else []
            self.subject.choices = [*first, *choices(SUBJECTS)]
            self.unlocks.choices = [
                SelectChoice(NOTHING, _("没有，只发结业证书")),
                *choices(QUALIFICATIONS),
            ]

    @property
    def about(self) -> About:
        unlocks = self.unlocks.data
        return About(
            subject=Subject(self.subject.data),
            unlocks=QualificationKind(unlocks) if unlocks else None,
        )


class HeadForm(CourseForm):
    """All that stands before the lessons; what a course is about only until it is published."""

    version = version()
    summary = text(
        _l("简介"),
        LONGEST["summary"],
        description=_l("学完会做什么，两三句话。"),
    )
    for_whom = line(
        _l("适合谁"), LONGEST["for_whom"], description=_l("例如：想在市集卖腊肉、酱菜的人")
    )
    level = RadioField(_l("程度"), [InputRequired()], choices=choices(LEVELS))
    language = line(_l("讲什么话"), LONGEST["language"], description=_l("例如：普通话、云溪本地话"))
    open_reading = BooleanField(
        _l("谁都能读，不用报名"),
        description=_l("适合普法文章这样的内容；没有考试和证书，也没有回家练、上课和小测。"),
    )
    before = SelectMultipleField(
        _l("要先学完哪些课"), [Optional()], coerce=int, description=_l("没有就都不勾。")
    )
    questions = number(
        _l("考试抽几题"),
        WITHIN["questions"],
        0,
        _l("从题库里抽。写 0 就没有考试，学完每一课就结业。"),
    )
    pass_mark = number(_l("几分及格"), WITHIN["pass_mark"], 80, _l("满分 100 分。"))
    exam_minutes = number(_l("考试几分钟"), WITHIN["exam_minutes"], 30)
    attempts = number(_l("连着能考几次"), WITHIN["attempts"], 3)
    pause_hours = number(_l("考完这几次，隔几小时再考"), WITHIN["pause_hours"], 24)
    valid_months = number(
        _l("证书几个月有效"), WITHIN["valid_months"], 0, _l("写 0 就是一直有效。")
    )

    def offer(self, courses: Iterable[tuple[int, str]]) -> None:
        """Let these be asked for before."""
        self.before.choices = [SelectChoice(*each) for each in courses]

    def keep_about(self) -> None:
        """Take out what cannot change any more."""
        del self.subject
        del self.unlocks

    def show(self, version: CourseVersion, before: Iterable[int]) -> None:
        """Fill the form with what the draft says."""
        self.version.data = str(version.version)
        for name in Head.__annotations__:
            if name not in {"before", "level"}:
                self[name].data = getattr(version, name)
        self.level.data, self.before.data = version.level.value, list(before)

    @property
    def head(self) -> Head:
        names = Head.__annotations__.keys() - {"before", "level"}
        said = {name: self[name].data for name in names}
        chosen = frozenset(self.before.data or ())
        return Head(**said, level=Level(self.level.data), before=chosen)
