"""All addresses under /me/: importing the view modules hangs their routes on the blueprint."""

from core.me import (
    address_views,
    calendar_views,
    data_views,
    second_factor_views,
    settings_views,
    views,
)
from core.me.blueprint import bp

ROUTES = (views, address_views, calendar_views, data_views, second_factor_views, settings_views)
BLUEPRINTS = (bp, settings_views.switches, calendar_views.outside)
