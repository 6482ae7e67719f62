"""The small world in which the machine buys and sells, and what it may do there."""

import shutil
from collections import Counter

from hypothesis import strategies as st
from sqlalchemy import text

from core.db import db
from core.db.upkeep import checkpoint
from shop.orders.models import OrderStatus
from tests.shop.orders.conftest import ASKED

S = OrderStatus
ACTIONS = {
    "accept": {S.PLACED},
    "pack": {S.ACCEPTED},
    "ship": {S.PACKED, S.SHIPPED},
    "fetch": {S.PACKED},
    "refuse_at_door": {S.SHIPPED},
    "take_back": {S.REFUSED_AT_DOOR},
    "receive": {S.SHIPPED},
    "record_cash": {S.SHIPPED, S.RECEIVED, S.COMPLETED},
    "cancel": {S.PLACED, S.ACCEPTED},
    "report_shortage": {S.PLACED, S.ACCEPTED, S.PACKED},
    "wait": {S.CANNOT_DELIVER},
    "take_less": {S.CANNOT_DELIVER},
    "give_up": {S.CANNOT_DELIVER},
}
# All invariants in one statement, which names those that are broken.
WHATEVER = text(
    " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS ({sql})" for name, sql in ASKED.items())
)
ENDED = {S.COMPLETED, S.CANCELLED, S.RETURNED}
SMALL = st.integers(0, 23)


class World:
    """A market on SQLite that is as good as new for each example."""

    def __init__(self, folder, *, buyers, with_point):
        self.file, self.new = folder / "house.db", folder / "new.db"
        self.buyers, self.with_point = buyers, with_point
        self.done, self.begun = Counter(), None
        db.session.remove()

    def keep(self, market):
        """Let every example begin like this."""
        held = {order: dict(counts) for order, counts in market.held.items()}
        self.begun = dict(market.stock), dict(market.due), held
        db.session.remove()
        assert checkpoint()
        db.engine.dispose()
        shutil.copy(self.file, self.new)

    def begin(self):
        db.session.remove()
        db.engine.dispose()
        for tail in ("-wal", "-shm"):
            self.file.with_name(self.file.name + tail).unlink(missing_ok=True)
        shutil.copy(self.new, self.file)
