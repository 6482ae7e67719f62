"""The market for everybody: all its pages; importing them hangs their routes."""

from shop.storefront.views import farm, market, product
from shop.storefront.views.blueprint import MENU, bp
from shop.storefront.views.searchable import Farms, Goods, feed

ROUTES = (farm, market, product)
SEARCHABLE = (Goods(), Farms())
SHOWCASE = (market.showcase,)
FEED = (feed,)

__all__ = ["FEED", "MENU", "ROUTES", "SEARCHABLE", "SHOWCASE", "bp"]
