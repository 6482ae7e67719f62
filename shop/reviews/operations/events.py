"""What buyers and producers are told about reviews."""

from core.house import Event
from core.words import _l

EVENTS = (
    Event(
        name="reviews.came",
        kind="卖东西",
        title=_l("有人评了“%(title)s”"),
        text=_l("%(stars)s 颗星。您可以答一次，大家都看得到。"),
        urgent=True,
    ),
    Event(
        name="reviews.answered",
        kind="我的订单",
        title=_l("商家答了您对“%(title)s”的评价"),
        text=_l("点开就能看到。"),
        urgent=True,
    ),
    Event(
        name="reviews.hidden",
        kind="我的订单",
        title=_l("您对“%(title)s”的评价不再显示"),
        text=_l("运营方写明了原因，点开就能看到。"),
    ),
)
