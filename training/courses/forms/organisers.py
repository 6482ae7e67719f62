"""What a keeper fills in about the organiser and its teachers."""

import unicodedata
from collections.abc import Iterable

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from core.branches.models import Unit
from core.web.forms import Form
from core.words import _, _l
from training.courses.forms.fields import line, seen, stripped, text, version
from training.courses.rules.organisers import LONGEST, Said


class OrganiserForm(Form):
    """Who holds the courses, where, and how it is reached."""

    name = line(
        _l("名称"),
        LONGEST["name"],
        _l("请写名称"),
        description=_l("学员看到的名字，例如：桃源村夜校。有登记的单位写全名"),
    )
    about = text(
        _l("介绍"),
        LONGEST["about"],
        _l("请写几句介绍"),
        description=_l("谁在教、教过什么、凭什么会教。只写事实，不写夸奖的话。"),
    )
    unit = SelectField(_l("在哪个村"), coerce=int)
    address = line(
        _l("详细地址"),
        LONGEST["address"],
        _l("请写地址"),
        description=_l("支部上门要找得到，例如：桃源村三组 12 号"),
    )
    phone = StringField(
        _l("电话"),
        [DataRequired(_l("请写电话")), Length(max=LONGEST["phone"]), seen],
        filters=[lambda given: unicodedata.normalize("NFKC", stripped(given))],
        description=_l("学员能看到，也打这个号找您"),
    )

    def offer(self, villages: Iterable[Unit]) -> None:
        """Let one of these villages be chosen."""
        self.unit.choices = [
            SelectChoice(
                each.id, _("%(village)s（%(branch)s）", village=each.name, branch=each.branch.name)
            )
            for each in villages
        ]

    @property
    def said(self) -> Said:
        return Said(
            name=self.name.data,
            about=self.about.data,
            unit_id=self.unit.data,
            address=self.address.data,
            phone=self.phone.data,
        )


class EditOrganiserForm(OrganiserForm):
    """The facts as they were when the form was shown."""

    version = version()


class TeacherForm(Form):
    """Who is to teach, too."""

    who = StringField(
        _l("谁来教"),
        [
            DataRequired(
                _l("请写手机号或邮箱"),
            ),
            Length(max=120),
        ],
        filters=[stripped],
        description=_l("写全对方注册用的手机号或邮箱。对方会收到消息，随时可以退出。"),
    )
    is_keeper = BooleanField(
        _l("也当负责人"), description=_l("负责人能改单位资料、请老师、请支部来核验。")
    )
