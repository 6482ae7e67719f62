"""Handing over: in one parcel or several, by hand, at a pickup point by its code."""

import pytest

from core.db import write_asides
from core.errors import Refused
from shop.orders.models import OrderStatus, PurchaseStatus, Way
from shop.orders.operations import buying, money, selling
from shop.orders.rules.steps import MOST_TRIES, UNTOUCHED
from tests.shop.orders.hands import rows


@pytest.fixture
def packed(place, pack, shop, steps):
    """Return an order of two lines that is packed: four of one and three of the other."""
    other = shop.pack(pack.product, fen=900)
    (order,) = place((pack, 4), (other, 3)).orders
    return steps(order, "accept", "pack")


@pytest.fixture
def send(do, packed):
    """Hand over so many of the first and of the second line."""

    def some(*counts, **kw):
        ids = [line.id for line in packed.lines]
        lines = dict(zip(ids, counts, strict=False)) if counts else None
        made = {"carrier": "邮政", "number": "9876", **kw}
        return do(selling.ship, packed, selling.Sending(counts=lines, **made))

    return some


@pytest.mark.both_engines
def test_shipped_with_the_first_parcel_and_received_with_the_last(packed, send, do, buyer, at):
    send(1, 3)
    assert (packed.status, packed.handed_at, packed.due_at) == (OrderStatus.SHIPPED, None, None)
    with pytest.raises(Refused, match="还有东西没寄出"):
        do(buying.receive, packed, by=buyer)
    send(2)
    assert packed.handed_at is None
    send(1)
    assert (packed.handed_at, packed.due_at) == (at, at + UNTOUCHED)
    assert [len(each.lines) for each in packed.parcels] == [2, 1, 1]
    do(buying.receive, packed, by=buyer)
    assert packed.status is OrderStatus.RECEIVED
    assert {each.received_at for each in packed.parcels} == {at}


@pytest.mark.both_engines
def test_without_counts_all_that_is_left_goes(packed, send):
    send(3)
    parcel = send()
    assert [each.count for each in parcel.lines] == [1, 3]
    assert packed.handed_at is not None
    with pytest.raises(Refused, match="没有剩下"):
        send()


@pytest.mark.parametrize("counts", [(5,), (4, 4), (-1, 3), (0, 0), (2**63,)])
def test_more_than_is_left_is_not_sent(packed, send, counts):
    before = rows()
    with pytest.raises(Refused) as refused:
        send(*counts)
    assert (refused.value.field, rows() == before) == ("counts", True)


def test_a_line_of_another_order_is_not_sent(packed, place, pack, do):
    (other,) = place((pack, 1)).orders
    sending = selling.Sending(carrier="邮政", number="1", counts={other.lines[0].id: 1})
    with pytest.raises(Refused):
        do(selling.ship, packed, sending)


@pytest.mark.parametrize("missing", ["carrier", "number"])
def test_a_parcel_has_a_carrier_and_a_number(packed, send, missing):
    with pytest.raises(Refused) as refused:
        send(**{missing: ""})
    assert refused.value.field == "number"


def test_brought_by_hand_it_needs_neither(packed, send):
    assert send(carrier="", number="", way=Way.HAND).way is Way.HAND


@pytest.fixture
def to_fetch(place, pack, shop, producer, steps):
    """Return an order that lies at a pickup point."""
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}).orders
    return steps(order, "accept", "pack")


def test_what_is_fetched_is_not_sent_and_what_is_sent_is_not_fetched(to_fetch, packed, do):
    for way in (Way.PARCEL, Way.HAND):
        with pytest.raises(Refused):
            do(selling.ship, to_fetch, selling.Sending(way=way, carrier="邮政", number="1"))
    with pytest.raises(Refused):
        do(selling.ship, packed, selling.Sending(way=Way.PICKUP))
    with pytest.raises(Refused):
        do(selling.hand_at_pickup, packed, "", paid=False)


@pytest.mark.both_engines
@pytest.mark.parametrize("paid", [True, False])
def test_the_code_hands_over_receives_and_pays(to_fetch, do, paid):
    do(selling.hand_at_pickup, to_fetch, to_fetch.pickup_code, paid=paid)
    assert to_fetch.status is OrderStatus.RECEIVED
    assert (to_fetch.cash_fen == to_fetch.due.fen) is paid
    settled = PurchaseStatus.SETTLED if paid else PurchaseStatus.OPEN
    assert to_fetch.purchase.status is settled


@pytest.mark.parametrize(
    "code", ["", "0", "abcdef", "１２３４５６", "12345678901234567890", "\x00"]
)
def test_another_code_hands_nothing_over(to_fetch, do, code):
    before = rows()
    with pytest.raises(Refused) as refused:
        do(selling.hand_at_pickup, to_fetch, code, paid=True)
    assert (refused.value.field, rows() == before) == ("code", True)


def test_after_ten_wrong_codes_the_right_one_is_of_no_use(to_fetch, do, app):
    wrong = f"{(int(to_fetch.pickup_code) + 1) % 10**6:06}"
    for _try in range(MOST_TRIES):
        with pytest.raises(Refused, match="不对"):
            do(selling.hand_at_pickup, to_fetch, wrong, paid=False)
        write_asides()  # as at the end of each request
    with pytest.raises(Refused, match="太多次"):
        do(selling.hand_at_pickup, to_fetch, to_fetch.pickup_code, paid=False)
    assert to_fetch.status is OrderStatus.PACKED


@pytest.mark.both_engines
def test_refused_at_the_door_it_comes_back_and_nothing_is_due(packed, send, do, pack):
    send()
    do(selling.refuse_at_door, packed, why="坏了")
    assert packed.purchase.status is PurchaseStatus.OPEN
    do(selling.take_back, packed)
    assert packed.status is OrderStatus.RETURNED
    assert packed.purchase.status is PurchaseStatus.SETTLED
    assert pack.stock == 6, "what came back is not on sale again by itself"
    with pytest.raises(Refused):
        do(money.record_cash, packed)


def test_what_was_paid_is_not_refused_any_more(packed, send, do):
    send()
    do(money.record_cash, packed)
    with pytest.raises(Refused, match="记过收款"):
        do(selling.refuse_at_door, packed, why="坏了")
    with pytest.raises(Refused, match="记过收款"):
        do(money.record_cash, packed)
    assert packed.cash_fen == packed.total_fen


@pytest.mark.both_engines
def test_no_money_is_recorded_before_all_is_sent(packed, send, do, buyer):
    """What is paid is not refused and what is partly sent not received: no way out."""
    send(1, 3)
    before = rows()
    with pytest.raises(Refused, match="还有东西没寄出"):
        do(money.record_cash, packed)
    assert rows() == before
    send()
    do(money.record_cash, packed)
    do(buying.receive, packed, by=buyer)
    assert packed.purchase.status is PurchaseStatus.SETTLED
