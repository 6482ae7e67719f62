"""An order and its lines as a list reads them: rows, not objects of the session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.money import Money
from shop.orders.models import OrderStatus, Way


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of an order, as a list says it: `left` are still to be delivered."""

    title: str
    detail: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An order as a list says it; what it shares with `Order` has the same name."""

    id: int
    number: str
    status: OrderStatus
    way: Way
    total_fen: int
    reduced_fen: int
    cash_at: datetime | None
    receiver: str
    district: str
    address: str
    ship_by: date
    handed_at: datetime | None
    unread_seller: int
    version: int
    lines: Sequence[Goods]

    @property
    def due(self) -> Money:
        return Money(self.total_fen - self.reduced_fen)
