"""What is known of somebody and the shifts they look at."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.volunteering.models import Shift


def standing_of(person_id: int, shifts: Sequence[Shift], *, at: datetime) -> Mapping[int, Any]:  # noqa: ARG001
    """Return how this person stands to each of these shifts, by the shift's id."""
    return {}
