"""The pages of reviews: written by buyers, read by everybody, answered, hidden."""

from shop.reviews.views import hiding, reading, selling, writing
from shop.reviews.views.blueprint import MENU, bp

__all__ = ["MENU", "bp", "hiding", "reading", "selling", "writing"]
