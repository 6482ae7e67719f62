"""Reminding producers of papers that run out."""

from datetime import datetime

from core.db import writing
from core.house import Event, Sweep
from core.words import _l
from shop.producers import operations

HALF_A_DAY = 12 * 60  # minutes
EVENTS = (
    Event(
        name="shop.paper_runs_out",
        kind="卖东西",
        title=_l("%(producer)s的%(role)s %(until)s 到期"),
        text=_l("到期以后，要这张证的商品会自动下架。换了新证，在“证照”里换上就行。"),
        urgent=True,
    ),
)


def remind(at: datetime) -> None:
    """Tell whose papers run out within thirty days."""
    with writing():
        operations.remind(at=at)


SWEEPS = {"shop.papers": Sweep(HALF_A_DAY, remind)}
