"""What may lie on which shelf, under which words, at which price, and when it is on sale."""

from shop.catalog.rules.categories import CATEGORIES, GROUPS, Category, Group, drawing_of
from shop.catalog.rules.goods import why_not_offer, why_not_say
from shop.catalog.rules.prices import jin_price, kilo_price

__all__ = [
    "CATEGORIES",
    "GROUPS",
    "Category",
    "Group",
    "drawing_of",
    "jin_price",
    "kilo_price",
    "why_not_offer",
    "why_not_say",
]
