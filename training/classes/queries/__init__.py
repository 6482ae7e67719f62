"""Reads of classes: one with its roll, what is due, and what must hold."""
