"""Reads about producers, their papers and pictures, and what lets them sell."""

from shop.producers.queries.conditions import is_away, papers_in_order, qualified
from shop.producers.queries.papers import find_paper, list_papers
from shop.producers.queries.pictures import find_picture, list_pictures
from shop.producers.queries.producers import (
    count_open,
    find_open,
    find_producer,
    list_of,
    list_states,
    places,
    places_of_owner,
    signs_of_producers,
    verification_of,
)

__all__ = [
    "count_open",
    "find_open",
    "find_paper",
    "find_picture",
    "find_producer",
    "is_away",
    "list_of",
    "list_papers",
    "list_pictures",
    "list_states",
    "papers_in_order",
    "places",
    "places_of_owner",
    "qualified",
    "signs_of_producers",
    "verification_of",
]
