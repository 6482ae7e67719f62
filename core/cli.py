"""Commands for whoever runs the house."""

from flask import Flask


def set_up(app: Flask) -> None:
    """Give the app its commands."""
