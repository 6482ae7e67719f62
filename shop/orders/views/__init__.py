"""The pages of who buys: checkout, what was ordered, and each order."""

from shop.orders.views import buying, checkout, receiver, steps
from shop.orders.views.blueprint import MENU, bp

ROOMS = (buying, checkout, receiver, steps)  # their pages hang on the one blueprint
BLUEPRINTS = (bp, checkout.bp)

__all__ = ["BLUEPRINTS", "MENU", "ROOMS"]
