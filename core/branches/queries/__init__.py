"""Reads about branches, their people, members and offices."""

from core.branches.queries.members import (
    count_asking,
    count_members,
    find_membership,
    keeper_for,
    list_asking,
    list_members,
    live_membership,
)
from core.branches.queries.offices import (
    Officer,
    find_term,
    list_ending,
    list_live_terms,
    list_officers,
    live_term,
)
from core.branches.queries.people import (
    Neighbour,
    find_candidates,
    find_neighbour,
    find_person_by_phone,
    list_people,
)
from core.branches.queries.tree import (
    Counts,
    counts_of,
    find_branch,
    find_open_branch,
    find_unit,
    find_unit_of,
    list_branches,
    units_of,
    villages_of,
)

__all__ = [
    "Counts",
    "Neighbour",
    "Officer",
    "count_asking",
    "count_members",
    "counts_of",
    "find_branch",
    "find_candidates",
    "find_membership",
    "find_neighbour",
    "find_open_branch",
    "find_person_by_phone",
    "find_term",
    "find_unit",
    "find_unit_of",
    "keeper_for",
    "list_asking",
    "list_branches",
    "list_ending",
    "list_live_terms",
    "list_members",
    "list_officers",
    "list_people",
    "live_membership",
    "live_term",
    "units_of",
    "villages_of",
]
