"""The page `/style`: every component once, with things from villages that do not exist."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from core.house import HOUSE
from core.money import Money
from core.web import charts
from core.web.forms import Form
from core.web.guard import public
from core.words import _, _l

bp = Blueprint("style", __name__)
A_DAY = date(2026, 11, 24)
VISITED = (date(2026, 11, 3), date(2026, 11, 12), date(2026, 10, 28), date(2026, 10, 16))
A_QR = Markup(
    '<svg viewBox="0 0 9 9" shape-rendering="crispEdges"><path d="M0 0h3v3H0zM6 0h3v3H6zM0 6h3v3H0z'
    "M1 1h1v1H1zM7 1h1v1H7zM1 7h1v1H1zM4 1h1v2H4zM4 4h2v1H4zM6 6h1v1H6zM8 7h1v2H8zM5 8h2v1H5z"
    'M3 4h1v2H3zM7 4h2v1H7z" fill-rule="evenodd"/></svg>'
)
A_LESSON = Markup("<p>先洗手，再擦干。<strong>生产日期</strong>写在袋子正面。</p>")
A_RECORD = {
    "branch_id": 1,
    "branch": "石磨村支部",
    "surname": "程某",
    "role": "组织委员",
    "day": VISITED[0],
    "valid_until": date(2027, 11, 2),
    "checks": [
        ("去了地里，东西是这里出的", {"value": "yes"}, "坡上两亩多，三十来棵"),
        ("看了证照原件", {"value": "not_needed"}, ""),
    ],
    "note": "柿子正在摘，装筐的地方干净。",
    "pictures": [],
}


class SampleForm(Form):
    """One field of every kind."""

    phone = StringField(
        _l("手机号"),
        validators=[InputRequired()],
        description=_l("只用来回这一次电话，3 天后删掉。"),
    )
    nickname = StringField(_l("怎么称呼您"), validators=[Optional()])
    password = PasswordField(_l("密码"), validators=[InputRequired()])
    village = SelectField(_l("村子"), choices=["桃源村", "柳湾村", "清泉村", "石磨村"])
    day = DateField(_l("哪一天"), validators=[InputRequired()])
    people = IntegerField(_l("几个人"), validators=[InputRequired()])
    way = RadioField(
        _l("怎么联系"),
        choices=[SelectChoice("call", _l("打电话")), SelectChoice("text", _l("发短信"))],
        validators=[InputRequired()],
    )
    needs = SelectMultipleField(
        _l("需要什么"),
        choices=[SelectChoice("lift", _l("接送")), SelectChoice("words", _l("代写"))],
        validators=[Optional()],
    )
    text = TextAreaField(_l("想说的话"), validators=[Optional()])
    files = MultipleFileField(_l("照片"))
    agreed = BooleanField(_l("我已看过平台规则"))


class MistakenForm(Form):
    """A form that comes back with mistakes."""

    mobile = StringField(
        _l("手机号"),
        validators=[InputRequired()],
        description=_l("只用来回这一次电话，3 天后删掉。"),
    )
    means = RadioField(
        _l("怎么联系"),
        choices=[SelectChoice("call", _l("打电话")), SelectChoice("text", _l("发短信"))],
    )


@bp.get("/style")
@public
def show() -> ResponseReturnValue:
    """Show the sample page where the house is a demo; elsewhere there is none."""
    if not HOUSE.settings.demo:
        abort(404)
    return render_template("core/web/style.html", **sample())


def sample() -> dict[str, Any]:
    """Return all that the sample page shows."""
    wrong = MistakenForm(formdata=None, data={"mobile": "1380 013"})
    wrong.mobile.errors = [_("手机号是 11 位，这里只有 7 位。")]
    wrong.means.errors = [_("请选一种。")]
    hours = [
        (str(month), count)
        for month, count in enumerate([4, 6, 3, 8, 12, 9, 5, 0, 7, 11, 6, 2], start=1)
    ]
    entries = {
        date(2026, 11, 24): [charts.Entry(_("停水半天"))],
        date(2026, 11, 28): [charts.Entry(_("囤过冬白菜"), "#calendar")],
    }
    return {
        "form": SampleForm(formdata=None, data={"day": A_DAY, "people": 2}),
        "filters": SampleForm(formdata=None, prefix="filter"),
        "wrong": wrong,
        "money": Money,
        "today": A_DAY,
        "visited": VISITED,
        "at": datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
        "spark": charts.spark_of([(f"11月{n}日", n * 7 % 23 + n) for n in range(1, 22)]),
        "year": charts.bars_of(hours),
        "month": charts.month_of(2026, 11, entries),
        "qr": A_QR,
        "rec": A_RECORD,
        "read": [{"is_picture": False, "html": A_LESSON}],
    }
