"""What may be asked of the market, and what its pages say of seasons, packs and parcels."""

from shop.storefront.rules.seasons import (
    ALL_YEAR,
    MONTHS,
    bit,
    in_season,
    months_of,
    season_words,
)
from shop.storefront.rules.wishes import (
    ARGS,
    KEY_PARTS,
    NOW,
    PAGE,
    SORTS,
    Sort,
    Wish,
    as_day,
    as_moment,
    as_number,
    key_of,
    read_key,
    read_wish,
    short_name,
)

__all__ = [
    "ALL_YEAR",
    "ARGS",
    "KEY_PARTS",
    "MONTHS",
    "NOW",
    "PAGE",
    "SORTS",
    "Sort",
    "Wish",
    "as_day",
    "as_moment",
    "as_number",
    "bit",
    "in_season",
    "key_of",
    "months_of",
    "read_key",
    "read_wish",
    "season_words",
    "short_name",
]
