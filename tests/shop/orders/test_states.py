"""Every status and every action: what is legal works, all else is refused and changes nothing."""

from datetime import timedelta
from itertools import product

import pytest

from core.db import writing
from core.errors import Refused
from core.lifecycle import Lifecycle
from core.transition import move
from shop.catalog.models import StockReason
from shop.catalog.operations.stock import move_stock
from shop.orders.models import OrderStatus, PurchaseStatus
from shop.orders.rules.lifecycle import ORDER, PURCHASE, after_orders
from tests.shop.orders.hands import PATHS, Steps, method_of, rows

S = OrderStatus
# As the issue says it; the table of the house is not asked.
LEGAL = {
    S.AWAITING_PAYMENT: {"cancel", "expire"},
    S.PLACED: {"accept", "report_shortage", "cancel"},
    S.ACCEPTED: {"pack", "report_shortage", "cancel"},
    S.PACKED: {"ship", "report_shortage"},
    S.CANNOT_DELIVER: {"wait", "take_less", "give_up", "lapse"},
    S.SHIPPED: {"receive", "refuse_at_door"},
    S.REFUSED_AT_DOOR: {"take_back"},
    S.RECEIVED: {"complete"},
    S.EXPIRED: set(),
    S.CANCELLED: set(),
    S.RETURNED: set(),
    S.COMPLETED: set(),
}
BESIDE = {  # what leaves the status as it is
    "record_cash": {S.SHIPPED, S.RECEIVED, S.COMPLETED},
    "press": {S.PLACED, S.ACCEPTED, S.PACKED},
    "change_receiver": {S.AWAITING_PAYMENT, S.PLACED, S.ACCEPTED, S.CANNOT_DELIVER},
}
ACTIONS = sorted(name for name in vars(Steps) if not name.startswith("_"))
NO_HAND_YET = {"pay"}  # comes with the payments
LEADS = {
    "accept": S.ACCEPTED, "pack": S.PACKED, "ship": S.SHIPPED, "receive": S.RECEIVED,
    "complete": S.COMPLETED, "cancel": S.CANCELLED, "give_up": S.CANCELLED, "lapse": S.CANCELLED,
    "wait": S.PLACED, "take_less": S.PLACED, "report_shortage": S.CANNOT_DELIVER,
    "refuse_at_door": S.REFUSED_AT_DOOR, "take_back": S.RETURNED, "expire": S.EXPIRED,
}  # fmt: skip


def legal(status):
    return LEGAL[status] | {name for name, where in BESIDE.items() if status in where}


def test_each_status_and_action_is_here():
    assert set(LEGAL) == set(PATHS) == set(OrderStatus)
    named = {name for moves in ORDER.moves.values() for name in moves}
    assert named - NO_HAND_YET == set(ACTIONS) - set(BESIDE) == set(LEADS)
    assert {status: set(ORDER.actions(status)) - NO_HAND_YET for status in S} == LEGAL


@pytest.mark.both_engines
@pytest.mark.parametrize("status", S)
def test_the_operations_take_what_is_legal_and_nothing_else(status, place, pack, do, steps, at):
    do(move_stock, pack, delta=90, reason=StockReason.HARVEST)
    later = at + timedelta(days=1, hours=1)

    def order():
        made = place((pack, 2), method=method_of(status)).orders[0]
        return steps(made, *PATHS[status])

    one = order()
    before = rows()
    wrong = []
    for name in ACTIONS:
        if name in legal(status):
            continue
        with pytest.raises(Refused) as refused:
            steps(one, name, at=later)
        if not str(refused.value.reason) or rows() != before:
            wrong.append(name)
    assert wrong == []
    for name in sorted(legal(status)):
        taken = steps(order(), name, at=later)
        assert taken.status is LEADS.get(name, status), name


@pytest.mark.both_engines
@pytest.mark.parametrize("status", PurchaseStatus)
def test_a_purchase_ends_once(status, place, pack, steps, buyer, at):
    purchase = place((pack, 1))
    for action, after in (("settle", "settled"), ("cancel", "cancelled"), ("expire", "expired")):
        if after == status.value:
            steps(purchase.orders[0], "cancel")  # ends it in a lawful way, for the invariants
            one = Lifecycle({PurchaseStatus.CANCELLED: {action: status}})
            with writing():
                if purchase.status is not status:
                    move(purchase, one, action, by=buyer, at=at)
    before, accepted = rows(), set()
    for action in ("settle", "cancel", "expire"):
        try:
            with writing():
                move(purchase, PURCHASE, action, by=buyer, at=at)
                accepted.add(action)
                raise Refused("taken back")  # noqa: TRY301
        except Refused:
            assert rows() == before
    assert accepted == ({"settle", "cancel", "expire"} if status is PurchaseStatus.OPEN else set())


def test_where_a_purchase_goes_by_any_two_orders():
    """Settled: each received with its cash, come back, or not sold; cancelled: none was sold."""
    ends = {S.CANCELLED, S.EXPIRED}
    for one, other in product(product(S, (False, True)), repeat=2):
        both = (one, other)
        if all(status in ends for status, _paid in both):
            wanted = PurchaseStatus.CANCELLED
        elif all(
            status in ends | {S.RETURNED} or (status in {S.RECEIVED, S.COMPLETED} and paid)
            for status, paid in both
        ):
            wanted = PurchaseStatus.SETTLED
        else:
            wanted = PurchaseStatus.OPEN
        assert after_orders(both) is wanted, both
