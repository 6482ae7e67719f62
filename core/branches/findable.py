"""Saying that a branch or what it covers is called otherwise now, to rooms above this one."""

from datetime import datetime

from core.house import HOUSE

UNIT = "unit"  # the kind of place that a village or cooperative is


def words_changed(branch_id: int, *, at: datetime) -> None:
    """Have the branch's entry in the search index written anew."""
    for mark in HOUSE.marking:
        mark("branch", (branch_id,), at=at)


def unit_renamed(unit_id: int, *, at: datetime) -> None:
    """Have what lies in the unit, and so is found by its name, written anew in every area."""
    for hear in HOUSE.renamed:
        hear(UNIT, unit_id, at=at)
