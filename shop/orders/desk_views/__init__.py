"""The seller's desk: orders by what is to do with them, one by one, and on paper."""

from shop.orders.desk_views import export, home, papers, sending, show, steps
from shop.orders.desk_views.blueprint import MENU, bp
from shop.orders.desk_views.waiting import waiting

ROOMS = (home, show, steps, sending, papers, export)  # their pages hang on the one blueprint

__all__ = ["MENU", "ROOMS", "bp", "waiting"]
