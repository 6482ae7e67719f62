"""What an officer gives with a roster."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from core.roster.columns import LONGEST_NOTE
from core.web.forms import Form
from core.words import _l


class UploadForm(Form):
    """A spreadsheet for one village."""

    unit = SelectField(_l("哪个村"), coerce=int)
    file = FileField(
        _l("表格文件"),
        [FileRequired(_l("请选一个表格文件"))],
        description=_l(".xlsx 或 .csv，最大 10 MB。WPS、Excel 存的都行。"),
    )


class ApplyForm(Form):
    """How the people of the sheet agreed."""

    consent_note = StringField(
        _l("怎么征得同意的"),
        [
            DataRequired(_l("请写明是怎么征得同意的")),
            Length(max=LONGEST_NOTE, message=_l("最多 200 个字")),
        ],
        description=_l("例如：11 月入户说明了用途，本人口头同意。会和每个人一起存着。"),
    )
    agreed = BooleanField(
        _l("表里的人都知道、也同意登记到这里"), [InputRequired(_l("没有征得同意，就不能导入"))]
    )
