"""Reads of organisers, courses and their lessons."""

from training.courses.queries.shown import (
    conditions,
    find_shown,
    from_shown,
    on_show,
)

__all__ = ["conditions", "find_shown", "from_shown", "on_show"]
