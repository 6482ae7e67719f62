"""What is sent along when notices are marked."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from core.web.forms import Form

LARGEST_KEY = 2**63 - 1


class UntilForm(Form):
    """The newest notice that was on the page; what came later stays unread."""

    until = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=LARGEST_KEY)])
