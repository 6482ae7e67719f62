"""Saying that a branch is found by other words now; the search stands above this room."""

from datetime import datetime

from core.house import HOUSE


def words_changed(branch_id: int, *, at: datetime) -> None:
    """Have the branch's entry in the search index written anew."""
    for mark in HOUSE.marking:
        mark("branch", (branch_id,), at=at)
