"""Confidential text: sealed with a key of its own, which a key outside the database wraps."""
