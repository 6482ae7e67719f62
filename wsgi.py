"""The front door: puts the areas on the ground."""

import os

from flask import Flask

from core.app import create_app as build
from core.settings import Settings
from services.area import AREA as SERVICES
from shop.area import AREA as SHOP
from training.area import AREA as TRAINING

AREAS = (SHOP, TRAINING, SERVICES)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the house; without settings, from the environment (raises `Unsafe`)."""
    return build(AREAS, settings or Settings.read(os.environ))


def __getattr__(name: str) -> Flask:
    """Make `app` when a server asks for it: importing this module reads and opens nothing."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = app = create_app()
    return app
