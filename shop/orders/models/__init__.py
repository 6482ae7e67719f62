"""What people ordered and what became of it."""

from shop.orders.models.orders import (
    Method,
    Order,
    OrderLine,
    OrderStatus,
    Purchase,
    PurchaseStatus,
    Way,
)
from shop.orders.models.parcels import Parcel, ParcelLine
from shop.orders.models.shortages import Answer, Reduction, Shortage, ShortageLine

__all__ = [
    "Answer",
    "Method",
    "Order",
    "OrderLine",
    "OrderStatus",
    "Parcel",
    "ParcelLine",
    "Purchase",
    "PurchaseStatus",
    "Reduction",
    "Shortage",
    "ShortageLine",
    "Way",
]
