"""Which number is there for what, and when a medical institution is the right place."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.words import _l


@dataclass(frozen=True)
class Line:
    """A number of the country's, and when it belongs."""

    number: str
    title: str
    when: str
    urgent: bool = False


# The first three may save a life and stand alone; none of them costs anything to reach.
LINES: Sequence[Line] = (
    Line("110", _l("报警"), _l("有人正在打人、伤人、威胁您，或者有人要寻短见。"), urgent=True),
    Line("120", _l("急救"), _l("有人受伤、昏迷、吃了不该吃的药，或者病得很急。"), urgent=True),
    Line(
        "12356",
        _l("心理援助热线"),
        _l("心里难受、睡不着、想不开，想马上找人说说。"),
        urgent=True,
    ),
    Line("12348", _l("法律服务热线"), _l("想问法律上的事，或者想申请法律援助。")),
    Line("12315", _l("消费者投诉"), _l("买东西受了骗，商家不退不换。")),
    Line("96110", _l("反诈专线"), _l("怀疑遇到骗子，或者已经转了钱；钱刚转出去的，先打 110。")),
)
# No diagnosis: what anybody can see for themselves (Mental Health Law 23 and 51).
SIGNS: Sequence[str] = (
    _l("难受、害怕、没有力气，一连两个星期都不见好"),
    _l("睡不好、吃不下，干活、上学、带孩子都受影响"),
    _l("跟家里人老吵，或者不想见人"),
    _l("家里出了大事，一直缓不过来"),
)
MEDICAL: Sequence[str] = (
    _l("想伤害自己或者别人"),
    _l("听到、看到别人听不到、看不到的东西"),
    _l("喝酒、吃药停不下来"),
    _l("难受得一天天重起来，身体也不舒服"),
)
