"""All pages of site administration on their one blueprint."""

from core.admin import branch_views, machine_views, people_views, site_views, views
from core.admin.blueprint import MENU, bp

ROOMS = (views, people_views, branch_views, site_views, machine_views)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "MENU", "ROOMS"]
