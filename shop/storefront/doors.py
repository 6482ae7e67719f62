"""What the public pages of the market give to the house."""

from shop.storefront import farm_views, market_views, product_views
from shop.storefront.blueprint import MENU, bp
from shop.storefront.searchable import Farms, Goods, feed

VIEWS = (farm_views, market_views, product_views)  # each hangs its routes on the blueprint
BLUEPRINTS = (bp,)
SEARCHABLE = (Goods(), Farms())
SHOWCASE = (market_views.showcase,)
FEED = (feed,)

__all__ = ["BLUEPRINTS", "FEED", "MENU", "SEARCHABLE", "SHOWCASE", "VIEWS"]
