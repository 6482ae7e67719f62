"""Several short lists come in one query, alike on both engines."""

from datetime import date

import pytest
from sqlalchemy import select

from core.branches.models import Branch, BranchKind, OfficeRole, OfficeTerm
from core.db.short_lists import short_lists
from tests.counting import queries_in


@pytest.mark.both_engines
def test_rows_come_under_their_names(make):
    one, two = make.branch("甲\"'<\\", phone="1"), make.branch("乙", parent=None)
    make.officer(two, since=date(2026, 1, 2))
    found = short_lists(
        branches=select(Branch.id, Branch.name, Branch.kind, Branch.parent_id),
        terms=select(OfficeTerm.role, OfficeTerm.since, OfficeTerm.until),
        open=select(Branch.closed_at.is_(None)).where(Branch.id == one.id),
        none=select(Branch.id).where(Branch.id < 0),
    )
    assert sorted(found["branches"]) == [
        [one.id, "甲\"'<\\", BranchKind.VILLAGE, None],
        [two.id, "乙", BranchKind.VILLAGE, None],
    ]
    assert found["terms"] == [[OfficeRole.SECRETARY, "2026-01-02", None]]
    assert [bool(each) for (each,) in found["open"]] == [True]
    assert found["none"] == []


def test_it_is_one_query(make):
    make.branch()
    asked = {f"list{number}": select(Branch.id, Branch.name) for number in range(5)}
    assert queries_in(lambda: short_lists(**asked)) <= 2  # the BEGIN is counted too
