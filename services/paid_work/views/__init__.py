"""Paid work: the list, one work, the owner's answers, one's own; importing hangs their routes."""

from services.paid_work.views import answers, listing, mine, waiting
from services.paid_work.views.blueprint import MENU, bp

ROUTES = (listing, mine, answers)
BLUEPRINTS = (bp,)
SELLING = (waiting.list_selling,)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES", "SELLING"]
