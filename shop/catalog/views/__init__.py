"""The seller's desk: one's products, from the first picture to the last pack."""

from shop.catalog.views import begin, hanging, home, packs, stock
from shop.catalog.views.blueprint import MENU, bp

ROOMS = (home, begin, packs, stock, hanging)  # their pages hang on the one blueprint

__all__ = ["MENU", "ROOMS", "bp"]
