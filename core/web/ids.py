"""Numbers in addresses: those that no row can have lead nowhere."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # what a key's column holds on both engines


class Id(IntegerConverter):
    """A row's number; a larger one is a page that does not exist, not a mistake of the house."""

    def __init__(self, of: Map, *args: Any, **limits: Any) -> None:
        super().__init__(of, *args, **{"max": LARGEST, **limits})


def set_up(app: Flask) -> None:
    """Let `int` in every route stand for a row's number."""
    app.url_map.converters["int"] = Id
