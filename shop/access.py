"""Who may do what in the market."""

from typing import Any

from core.access import Actor, Permission, admin, anyone, clerk, holds, owner
from core.branches.rules import LEADERS
from core.words import _l


def responsible(actor: Actor, subject: Any) -> bool:
    """Grant a producer, and what belongs to it, to the person who answers for it."""
    return subject is not None and subject.responsible_id == actor.person


def bought(actor: Actor, subject: Any) -> bool:
    """Grant an order to who placed it; who sells it does not stand there for the buyer."""
    if not owner(actor, subject):
        return False
    return not actor.is_proxy or getattr(subject, "responsible_id", None) != actor.id


def at_verifying_desk(actor: Actor, subject: Any) -> bool:
    """Grant a producer at a desk to its steward and the officers of the branch that verifies."""
    if subject is None:
        return bool(actor.offices)
    return subject.branch_id in actor.branches_as() or subject.steward_id == actor.id


def compares(actor: Actor, subject: Any) -> bool:
    """Grant the comparing of papers to the steward and the branch's leaders, never of one's own."""
    if subject is None or subject.responsible_id in {actor.id, actor.person}:
        return False
    return subject.branch_id in actor.branches_as(*LEADERS) or subject.steward_id == actor.id


SELL = Permission("shop.sell.open", _l("打开卖家台"), any_of=(anyone,), scope="list")
RUN_PRODUCER = Permission(
    "shop.producer.run", _l("打理自己的店"), any_of=(responsible,), scope="list"
)
LIST_AT_DESK = Permission("shop.producer.list_at_desk", _l("看支部核验的商家"), any_of=(holds(),))
READ_AT_DESK = Permission(
    "shop.producer.read_at_desk", _l("看商家的证照"), any_of=(at_verifying_desk,)
)
COMPARE_PAPERS = Permission("shop.producer.compare", _l("核对商家的资料"), any_of=(compares,))
READ_HARDSHIPS = Permission("shop.hardship.read", _l("看登记的有难处的农户"), any_of=(holds(),))
KEEP_HARDSHIP = Permission("shop.hardship.keep", _l("登记有难处的农户"), any_of=(holds(),))
MODERATE = Permission("shop.moderate", _l("处理举报、下架商品"), any_of=(clerk,))
SET_CLASSES = Permission("shop.classes.set", _l("定哪类商品要什么资格"), any_of=(admin,))
ASK = Permission("shop.question.ask", _l("向商家提问"), any_of=(anyone,), scope="ask")
TAKE_BACK = Permission(
    "shop.question.take_back", _l("收回自己的提问"), any_of=(owner,), scope="ask"
)
REPORT = Permission("shop.report.make", _l("举报商品"), any_of=(anyone,), scope="ask")
BUY = Permission("shop.buy", _l("下单，看自己的订单"), any_of=(anyone,), scope="order")
READ_ORDER = Permission("shop.order.read", _l("看自己的一单"), any_of=(bought,), scope="order")
REVIEW = Permission("shop.review.write", _l("评价自己买到的东西"), any_of=(bought,), scope="order")
