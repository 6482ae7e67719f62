"""Where an order and its purchase can go, and who may send them there."""

from collections.abc import Collection, Mapping

from core.lifecycle import Lifecycle
from shop.orders.models import OrderStatus as S
from shop.orders.models import PurchaseStatus

# An order binds when it is placed (E-commerce law 49): a producer can say what is missing, but
# only the buyer, or a day of silence, ends it.
ORDER = Lifecycle(
    {
        S.AWAITING_PAYMENT: {"pay": S.PLACED, "expire": S.EXPIRED, "cancel": S.CANCELLED},
        S.PLACED: {
            "accept": S.ACCEPTED,
            "report_shortage": S.CANNOT_DELIVER,
            "cancel": S.CANCELLED,
        },
        S.ACCEPTED: {
            "pack": S.PACKED,
            "report_shortage": S.CANNOT_DELIVER,
            "cancel": S.CANCELLED,
        },
        S.PACKED: {"ship": S.SHIPPED, "report_shortage": S.CANNOT_DELIVER},
        S.CANNOT_DELIVER: {
            "wait": S.PLACED,
            "take_less": S.PLACED,
            "give_up": S.CANCELLED,
            "lapse": S.CANCELLED,
        },
        S.SHIPPED: {"receive": S.RECEIVED, "refuse_at_door": S.REFUSED_AT_DOOR},
        S.REFUSED_AT_DOOR: {"take_back": S.RETURNED},
        S.RECEIVED: {"complete": S.COMPLETED},
    }
)
PURCHASE = Lifecycle(
    {
        PurchaseStatus.OPEN: {
            "settle": PurchaseStatus.SETTLED,
            "expire": PurchaseStatus.EXPIRED,
            "cancel": PurchaseStatus.CANCELLED,
        }
    }
)
UNDER_WAY = (S.PLACED, S.ACCEPTED, S.PACKED, S.CANNOT_DELIVER, S.SHIPPED)
BEFORE_SHIPPING = (S.PLACED, S.ACCEPTED, S.PACKED)
ADDRESS_STAYS_OPEN = (S.AWAITING_PAYMENT, S.PLACED, S.ACCEPTED, S.CANNOT_DELIVER)
ENDED = (S.COMPLETED, S.CANCELLED, S.EXPIRED, S.RETURNED)
NOT_SOLD = (S.CANCELLED, S.EXPIRED)
NO_ORDER_YET = (S.AWAITING_PAYMENT, S.EXPIRED)  # for whoever sells: it was never paid
NOTHING_DUE = (*NOT_SOLD, S.REFUSED_AT_DOOR, S.RETURNED)


def after_orders(
    orders: Collection[tuple[S, bool]],
) -> PurchaseStatus:
    """Return where a cash purchase is by its orders, each with whether its cash is recorded.

    Settled once each was received with the cash recorded, came back, or was cancelled; cancelled
    when all were.
    """
    if all(status in NOT_SOLD for status, _paid in orders):
        return PurchaseStatus.CANCELLED
    done: Mapping[S, bool] = {S.CANCELLED: True, S.EXPIRED: True, S.RETURNED: True}
    received = (S.RECEIVED, S.COMPLETED)
    if all(done.get(status, False) or (status in received and paid) for status, paid in orders):
        return PurchaseStatus.SETTLED
    return PurchaseStatus.OPEN
