"""Reads of enrolments and of what was learnt."""

from training.learning.queries.enrolments import find_enrolment, find_learning, find_passed
from training.learning.queries.progress import list_undone

__all__ = ["find_enrolment", "find_learning", "find_passed", "list_undone"]
