"""Enrolling, learning, and being through with a course."""
