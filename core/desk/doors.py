"""All ways into the desk."""

from core.desk import member_views, office_views, people_views, unit_views, views

BLUEPRINTS = (views.bp, member_views.bp, people_views.bp, office_views.bp, unit_views.bp)
MENU = views.MENU
