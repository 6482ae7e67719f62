"""What was done is found again without reading all of history."""

import pytest
from sqlalchemy import select, text

from core.db import db
from core.history.models import Entry


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Entry.at >= text("'2026-11-24'"), "ix_history_entry_at"),
        (
            (Entry.action == "post") & (Entry.at >= text("'2026-11-24'")),
            "ix_history_entry_action_history_entry_at",
        ),
    ],
)
def test_a_search_has_its_index(app, wanted, index):
    words = (
        select(Entry.id).where(wanted).compile(db.engine, compile_kwargs={"literal_binds": True})
    )
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {words}")).all()
    assert f"INDEX {index} (" in " ".join(row[-1] for row in plan)
