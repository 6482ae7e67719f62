"""What the two sides of an order are told, and when."""

from collections.abc import Mapping
from datetime import datetime

from core.accounts.telling import tell
from core.house import Event
from core.money import Money
from core.words import _l
from shop.orders.models import Order, Purchase, Way

TABLE = Order.__tablename__


def _bought(name: str, title: str, text: str) -> Event:
    return Event(name=f"orders.{name}", kind="我的订单", title=title, text=text, urgent=True)


def _sold(name: str, title: str, text: str) -> Event:
    return Event(name=f"orders.{name}", kind="卖东西", title=title, text=text, urgent=True)


EVENTS = (
    _bought("placed", _l("您下的单已经送到商家"), _l("一共 %(total)s，货到付款。")),
    _sold("came", _l("来了一单：%(what)s"), _l("收 %(total)s，请先接单。")),
    _bought("accepted", _l("%(seller)s接了您的单"), _l("最晚 %(day)s寄出。")),
    _bought("accepted_to_fetch", _l("%(seller)s接了您的单"), _l("最晚 %(day)s备好，好了告诉您。")),
    _bought("packed", _l("%(seller)s打包好了"), _l("自提的话，现在可以去取。")),
    _bought("shipped", _l("%(seller)s寄出了：%(what)s"), _l("%(how)s")),
    _bought("handed_over", _l("%(seller)s把货交给您了"), _l("请看一看，收到了就点一下。")),
    _bought(
        "fetched",
        _l("%(seller)s记下：货您取走了"),
        _l("取货码对上了，算收到了。能退的，最晚 %(day)s提出来。"),
    ),
    _sold("received", _l("买家收到了：%(what)s"), _l("这一单 %(total)s。")),
    _sold("untouched", _l("算买家收到了：%(what)s"), _l("十天没有动静，算收到了。")),
    _bought(
        "taken_as_received",
        _l("%(seller)s的这一单算收到了"),
        _l("十天没有动静，算收到了。能退的，最晚 %(day)s提出来；没收到请马上和商家说。"),
    ),
    _sold("cancelled_by_buyer", _l("买家取消了：%(what)s"), _l("库存已经还回去了。")),
    _bought(
        "short",
        _l("%(seller)s说这一单交不齐"),
        _l("%(why)s。请在一天内选：等、少要一些，还是取消。不选就算取消。"),
    ),
    _sold("answered", _l("买家选好了：%(choice)s"), _l("%(what)s")),
    _sold("unanswered", _l("买家一天没回话，订单取消了"), _l("%(what)s")),
    _bought("lapsed", _l("订单取消了"), _l("%(seller)s交不齐，一天里没有收到您的选择。")),
    _bought("refused_at_door", _l("%(seller)s记下：您拒收了"), _l("不对的话，请回话给商家。")),
    _bought("returned", _l("%(seller)s收回了退回的货"), _l("这一单到此结束，不收钱。")),
    _sold("pressed", _l("买家催发货：%(what)s"), _l("答应最晚 %(day)s寄出。")),
    _sold("pressed_to_fetch", _l("买家催备货：%(what)s"), _l("答应最晚 %(day)s备好。")),
    _sold("receiver_changed", _l("收货信息改了：%(what)s"), _l("打包前请再看一眼地址。")),
    _bought("paid", _l("%(seller)s记下：收到现金 %(total)s"), _l("这一单的钱清了。")),
)


def by_way(order: Order, event: str) -> str:
    """Return the event in the words for this order: what is fetched is got ready, not sent."""
    return f"{event}_to_fetch" if order.way is Way.PICKUP else event


def tell_placed(purchase: Purchase, *, at: datetime) -> None:
    """Tell each producer of the order, and the buyer once of the purchase, paid in cash."""
    for order in purchase.orders:
        tell_seller(order, "came", at=at, again=False)
    tell(
        [purchase.person_id],
        "orders.placed",
        about=f"{Purchase.__tablename__}:{purchase.id}",
        url=f"/orders/purchases/{purchase.ref}",
        facts={"total": str(Money(purchase.total_fen))},
        at=at,
    )


def tell_buyer(
    order: Order, event: str, *, at: datetime, facts: Mapping[str, str] | None = None
) -> None:
    said = {"seller": order.producer.name, **_facts(order), **(facts or {})}
    tell(
        [order.person_id],
        f"orders.{event}",
        about=f"{TABLE}:{order.id}:{at.isoformat()}",
        url=f"/orders/{order.ref}",
        facts=said,
        at=at,
    )


def tell_seller(
    order: Order,
    event: str,
    *,
    at: datetime,
    facts: Mapping[str, str] | None = None,
    again: bool = True,
) -> None:
    """Tell who answers for the producer; what can happen more than once is told `again`."""
    tell(
        [order.producer.responsible_id],
        f"orders.{event}",
        about=f"{TABLE}:{order.id}:{at.isoformat()}" if again else f"{TABLE}:{order.id}",
        url=f"/sell/{order.producer_id}/orders/{order.id}",
        facts={**_facts(order), **(facts or {})},
        at=at,
    )


def _facts(order: Order) -> dict[str, str]:
    """Return what all notices may say: the first thing and how much is due."""
    first, *others = order.lines
    what = f"{first.title} {first.detail} × {first.count}"
    return {"what": f"{what} …" if others else what, "total": str(order.due)}
