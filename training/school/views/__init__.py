"""The school for everybody: all its pages; importing them hangs their routes."""

from training.school.views import booklet, course, lesson, listing
from training.school.views.blueprint import MENU, bp
from training.school.views.searchable import Courses, feed

ROUTES = (listing, course, lesson, booklet)
SEARCHABLE = (Courses(),)
SHOWCASE = (listing.showcase,)
FEED = (feed,)

__all__ = ["FEED", "MENU", "ROUTES", "SEARCHABLE", "SHOWCASE", "bp"]
