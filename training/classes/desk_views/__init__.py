"""Classes at the teachers' desk: planned, kept, signed; importing them hangs their routes."""

from training.classes.desk_views import keeping, planning, screen, signing
from training.classes.desk_views.blueprint import bp
from training.classes.desk_views.signing import list_waiting

ROUTES = (planning, keeping, screen, signing)
WAITING = (list_waiting,)

__all__ = ["ROUTES", "WAITING", "bp"]
