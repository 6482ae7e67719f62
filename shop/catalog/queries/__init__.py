"""Products: which are on sale, one by one, and as their producer sees them."""

from shop.catalog.queries.listings import count_waiting, list_listings
from shop.catalog.queries.products import (
    find_certificate,
    find_pack,
    find_picture,
    find_product,
    list_ahead_over,
    list_certificates,
    list_moves,
    list_packs,
    list_pictures,
    valid_certificates,
)
from shop.catalog.queries.selling import (
    conditions,
    find_listed,
    find_on_sale,
    from_on_sale,
    listed,
    on_sale,
)
from shop.catalog.queries.shelves import Line, find_line, list_lines

__all__ = [
    "Line",
    "conditions",
    "count_waiting",
    "find_certificate",
    "find_line",
    "find_listed",
    "find_on_sale",
    "find_pack",
    "find_picture",
    "find_product",
    "from_on_sale",
    "list_ahead_over",
    "list_certificates",
    "list_lines",
    "list_listings",
    "list_moves",
    "list_packs",
    "list_pictures",
    "listed",
    "on_sale",
    "valid_certificates",
]
