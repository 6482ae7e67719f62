"""How a course goes, for its teachers; what the branch reads of the school."""

from training.figures.desk_views import branch, course

BLUEPRINTS = (course.bp, branch.bp)
MENU = branch.MENU

__all__ = ["BLUEPRINTS", "MENU"]
