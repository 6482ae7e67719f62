"""What waits for the operator's clerks."""

from datetime import datetime, timedelta

from core.access import Actor
from core.house import HOUSE, WaitingItem

A_WHILE = timedelta(days=28)  # what has no last day stands behind what is due within this


def list_operating(actor: Actor, *, at: datetime) -> list[WaitingItem]:
    """Ask every area what waits for a clerk; what is due first stands first."""
    items = [item for ask in HOUSE.operating for item in ask(actor, at)]
    return sorted(items, key=lambda item: (item.due or item.since + A_WHILE, item.since))
