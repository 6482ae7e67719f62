"""Reads about volunteers, tasks and who comes."""
