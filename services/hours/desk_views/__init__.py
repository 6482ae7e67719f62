"""Hours at the branch's desk: a shift's roll, what is to confirm, people, what is made of it."""

from services.hours.desk_views import (
    attendance,
    certificates,
    commending,
    hand,
    home,
    people,
    roll,
    shift,
)
from services.hours.desk_views.blueprint import MENU, bp
from services.hours.desk_views.waiting import list_figures, list_waiting

ROOMS = (
    shift,
    roll,
    hand,
    home,
    certificates,
    attendance,
    people,
    commending,
)  # their pages hang on one blueprint
BLUEPRINTS = (bp,)
WAITING = (list_waiting,)
FIGURES = (list_figures,)

__all__ = ["BLUEPRINTS", "FIGURES", "MENU", "ROOMS", "WAITING"]
