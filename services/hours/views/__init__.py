"""The pages of a volunteer's hours: checking in and out, confirming, one's own account, notice."""

from services.hours.views import certificate, here, mine, notice, served
from services.hours.views.blueprint import MENU, bp

ROOMS = (here, served, mine, certificate, notice)  # their pages hang on the one blueprint
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "MENU", "ROOMS"]
