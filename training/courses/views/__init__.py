"""The teachers' pages: organisers, courses, outlines, lessons, publishing."""

from training.courses.views import (
    courses,
    files,
    home,
    lessons,
    organisers,
    outline,
    previews,
    publishing,
)
from training.courses.views.blueprint import MENU, bp

# Their pages hang on the one blueprint.
ROOMS = (home, organisers, courses, outline, lessons, files, previews, publishing)

__all__ = ["MENU", "ROOMS", "bp"]
