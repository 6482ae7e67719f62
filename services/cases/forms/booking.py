"""What somebody fills in to book a time."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from core.web.forms import Form
from core.words import _l
from services.clinics.models import Appointment, Service
from services.clinics.rules.setting_up import WAYS, codes_of

PHONE = r"[0-9+ \-]{5,20}\Z"
LONGEST_CALL = 20


def stripped(text: str | None) -> str:
    return (text or "").strip()


class HoldForm(Form):
    """In which way to meet."""

    way = RadioField(_l("怎么见面"), [InputRequired(_l("请选一种见面的方式"))])

    def offer(self, service: Service) -> None:
        """Let the ways of the service be chosen; where there is one it is chosen already."""
        ways = codes_of(service.ways)
        self.way.choices = [SelectChoice(each, WAYS[each]) for each in ways]
        if not self.is_submitted() and len(ways) == 1:
            self.way.data = ways[0]


class BookForm(Form):
    """How to meet, where a time was kept for somebody who waited, and whether to be reminded."""

    way = RadioField(_l("怎么见面"), [InputRequired(_l("请选一种见面的方式"))])

    reminds = BooleanField(
        _l("提前一天、提前两小时提醒我"),
        default=True,
        description=_l("提醒里只说有预约，不说是什么事"),
    )

    def needs(self, appointment: Appointment) -> None:
        """Ask for what this way needs; for the way itself only where nobody has chosen it."""
        ways = codes_of(appointment.service.ways)
        if appointment.wait_id is None or len(ways) == 1:
            del self.way
        else:
            self.way.choices = [SelectChoice(each, WAYS[each]) for each in ways]
            if not self.is_submitted():
                self.way.data = appointment.way

    def way_of(self, appointment: Appointment) -> str:
        """Return how they meet."""
        return str(self.way.data) if self.way and self.way.data else appointment.way


class CounsellingForm(BookForm):
    """How one wants to be called, and that one has agreed: a consent of its own."""

    call = StringField(
        _l("怎么称呼您"),
        [Optional(), Length(max=LONGEST_CALL)],
        filters=[stripped],
        description=_l("可以不写真名，写个小名、外号都行"),
    )
    phone = StringField(
        _l("打哪个号码"),
        [Optional(), Regexp(PHONE, message=_l("电话只写数字，例如 138 0013 8000"))],
        filters=[stripped],
        description=_l("只有咨询师看得到"),
    )
    consents = BooleanField(
        _l("上面的说明我看过了，同意"), [InputRequired(_l("请先看说明，同意了再往下"))]
    )

    def needs(self, appointment: Appointment) -> None:
        super().needs(appointment)
        if self.way_of(appointment) == "place" and not self.way:
            del self.phone
        elif self.way_of(appointment) != "place":
            self.phone.validators = [
                InputRequired(_l("请写到时间打哪个号码")),
                *[each for each in self.phone.validators if not isinstance(each, Optional)],
            ]
            self.phone.flags.optional = False

    @property
    def said(self) -> dict[str, Any]:
        """What goes into the safe."""
        return {"call": self.call.data, "phone": self.phone.data if self.phone else ""}


class MoveForm(Form):
    """Another time."""

    start = StringField(_l("时间"), [InputRequired(_l("请选一个时间"))])
