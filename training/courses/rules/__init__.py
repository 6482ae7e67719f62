"""Why not, what things are called, and how much of each there may be."""

from training.courses.rules.words import KINDS, LEVELS, SUBJECTS

__all__ = ["KINDS", "LEVELS", "SUBJECTS"]
