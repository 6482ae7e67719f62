"""All addresses of accounts: importing the view modules hangs their routes on the blueprint."""

from core.accounts import registration_views, reset_views, views
from core.accounts.blueprint import bp

ROUTES = (views, registration_views, reset_views)
BLUEPRINTS = (bp,)
