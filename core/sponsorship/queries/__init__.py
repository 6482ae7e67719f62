"""Verifications as rows, as a condition, and as the record that everybody may read."""

from core.sponsorship.queries.hands import Hand, list_hands
from core.sponsorship.queries.lists import (
    Line,
    count_by_status,
    list_lapsing,
    list_of_branch,
    list_of_steward,
    list_placed_by,
)
from core.sponsorship.queries.places import (
    candidates_for,
    find_kind,
    find_place,
    housemates_of,
    kinds,
    leaders_of,
    sells,
)
from core.sponsorship.queries.records import Record, find_record, list_records
from core.sponsorship.queries.rows import (
    find_at_desk,
    find_sponsorship,
    find_standing,
    find_under_way,
    find_visit,
    findings_of,
    has_name_consent,
    is_active,
    list_checks,
    list_history,
    list_pictures,
)

__all__ = [
    "Hand",
    "Line",
    "Record",
    "candidates_for",
    "count_by_status",
    "find_at_desk",
    "find_kind",
    "find_place",
    "find_record",
    "find_sponsorship",
    "find_standing",
    "find_under_way",
    "find_visit",
    "findings_of",
    "has_name_consent",
    "housemates_of",
    "is_active",
    "kinds",
    "leaders_of",
    "list_checks",
    "list_hands",
    "list_history",
    "list_lapsing",
    "list_of_branch",
    "list_of_steward",
    "list_pictures",
    "list_placed_by",
    "list_records",
    "sells",
]
