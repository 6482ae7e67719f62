"""Of which days a producer wants a sheet."""

from wtforms import DateField
from wtforms.validators import InputRequired

from core.web.forms import Form
from core.words import _l


class ExportForm(Form):
    """From one day to another; both count."""

    begins = DateField(_l("从哪天起"), [InputRequired(_l("请选日期"))])
    until = DateField(
        _l("到哪天为止"),
        [InputRequired(_l("请选日期"))],
        description=_l("按下单的日子算，当天也算；最长一年"),
    )
