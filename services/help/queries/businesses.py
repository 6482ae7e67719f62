"""What somebody sells with, as the areas that sell tell it."""

from collections.abc import Sequence

from core.house import HOUSE, Business


def list_businesses(person_id: int) -> Sequence[Business]:
    """Return what this person, or the household they live in, sells with."""
    return [each for ask in HOUSE.businesses for each in ask(person_id)]
