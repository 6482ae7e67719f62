"""Who has received something from this person's orders before."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core.accounts.models import Address
from core.accounts.regions import title_of
from core.db import db
from shop.orders.models import Order

MOST = 5


@dataclass(frozen=True, kw_only=True)
class Known:
    """Somebody who receives, and where; `name` is how the address of the page names it."""

    name: str
    receiver: str
    phone: str
    district: str
    address: str

    @property
    def where(self) -> str:
        return f"{title_of(self.district)}{self.address}"


def list_known(person_id: int, addresses: Sequence[Address]) -> list[Known]:
    """Return the usual address, the last receivers, then the address book; each once.

    One query besides the addresses.
    """
    same = (Order.receiver, Order.phone, Order.district, Order.address)
    mine = (Order.person_id == person_id) & (Order.district != "")
    last = select(func.max(Order.id)).where(mine).group_by(*same)
    query = select(Order).where(Order.id.in_(last)).order_by(Order.id.desc()).limit(MOST)
    book = [in_book(each) for each in addresses[:MOST]]
    usual = book[:1] if addresses and addresses[0].is_default else []
    told: dict[tuple[str, str, str, str], Known] = {}
    for each in (*usual, *map(of_order, db.session.scalars(query)), *book):
        told.setdefault((each.receiver, each.phone, each.district, each.address), each)
    return list(told.values())


def of_order(order: Order) -> Known:
    return Known(
        name=order.ref,
        receiver=order.receiver,
        phone=order.phone,
        district=order.district,
        address=order.address,
    )


def in_book(address: Address) -> Known:
    return Known(
        name=str(address.id),
        receiver=address.receiver,
        phone=address.phone,
        district=address.district,
        address=f"{address.town}{address.detail}",
    )
