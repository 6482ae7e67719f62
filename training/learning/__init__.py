"""Enrolling and what comes of it: places, progress, practice, passing."""
