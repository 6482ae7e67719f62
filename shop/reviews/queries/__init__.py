"""Reviews as everybody reads them, as their producer finds them, one by one."""

from shop.reviews.queries.invariants import INVARIANTS
from shop.reviews.queries.reviews import (
    Bought,
    find_bought,
    find_for_producer,
    find_of_line,
    find_shown,
    list_to_review,
    staying,
)
from shop.reviews.queries.shown import (
    PAGE,
    Shown,
    count_waiting,
    list_latest,
    list_rest,
    list_shown,
    list_waiting,
    shown_of,
)

__all__ = [
    "INVARIANTS",
    "PAGE",
    "Bought",
    "Shown",
    "count_waiting",
    "find_bought",
    "find_for_producer",
    "find_of_line",
    "find_shown",
    "list_latest",
    "list_rest",
    "list_shown",
    "list_to_review",
    "list_waiting",
    "shown_of",
    "staying",
]
