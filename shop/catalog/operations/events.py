"""What producers and stewards are told about products."""

from core.house import Event
from core.words import _l

SELLING, VERIFYING = "卖东西", "核验"

EVENTS = (
    Event(
        name="catalog.waits",
        kind=VERIFYING,
        title=_l("%(producer)s上架了“%(title)s”"),
        text=_l("请看一看，没问题就放行，买家才看得到。"),
        urgent=True,
    ),
    Event(
        name="catalog.other_now",
        kind=VERIFYING,
        title=_l("%(producer)s把“%(title)s”改了名称或类别"),
        text=_l("它先收回来了，请再看一看，没问题再放行。"),
        urgent=True,
    ),
    Event(
        name="catalog.put_under",
        kind=SELLING,
        title=_l("“%(title)s”放行了"),
        text=_l("买家现在能看到了。"),
    ),
    Event(
        name="catalog.taken_out",
        kind=SELLING,
        title=_l("支部把“%(title)s”收回了"),
        text=_l("买家暂时看不到它。有疑问就问问包联人。"),
        urgent=True,
    ),
    Event(
        name="catalog.ahead_over",
        kind=SELLING,
        title=_l("“%(title)s”的预售到期了：%(pack)s"),
        text=_l("这个规格先停卖了。有现货就加一个现货规格。"),
        urgent=True,
    ),
    Event(
        name="catalog.blocked",
        kind=SELLING,
        title=_l("运营方把“%(title)s”下架了"),
        text=_l("原因：%(why)s。改好以后可以联系运营方恢复。"),
        urgent=True,
        must=True,
    ),
    Event(
        name="catalog.unblocked",
        kind=SELLING,
        title=_l("运营方恢复了“%(title)s”"),
        text=_l("证照、核验都有效的话，买家又能看到了。"),
        urgent=True,
    ),
)
