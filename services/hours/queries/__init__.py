"""Reads about attendances, the ledger, the public notice and what waits at a desk."""
