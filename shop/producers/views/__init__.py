"""The seller's desk: one's producers, and what the county asks of who sells."""

from shop.producers.views import classes, home, papers, pictures, story
from shop.producers.views.blueprint import MENU as SELL
from shop.producers.views.blueprint import bp

ROOMS = (home, papers, pictures, story)  # their pages hang on the one blueprint
BLUEPRINTS = (bp, classes.bp)
MENU = (*SELL, *classes.MENU)

__all__ = ["BLUEPRINTS", "MENU", "ROOMS"]
