"""Reads of what everybody may see of the school."""
