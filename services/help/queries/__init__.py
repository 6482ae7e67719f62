"""Reads about requests for help."""
