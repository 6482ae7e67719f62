"""Writing what is due, and nothing twice or never."""

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update

from core.access import SYSTEM
from core.branches import operations as branches
from core.branches.models import BranchKind, UnitKind
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.jobs.work import run_due_sweeps, run_job
from core.ports import IndexAway
from core.search import jobs, operations, queries
from core.search.models import SearchDue

pytestmark = pytest.mark.both_engines


@pytest.fixture
def built(app):
    jobs.rebuild()
    return HOUSE.index


@pytest.fixture
def village(app, at):
    with writing():
        above = branches.found_branch(
            name="云溪镇党委", kind=BranchKind.TOWNSHIP, parent=None, by=SYSTEM, at=at
        )
        return branches.found_branch(
            name="梅坞村党支部", kind=BranchKind.VILLAGE, parent=above, by=SYSTEM, at=at
        )


def due():
    db.session.rollback()
    return {(row.kind, row.ref): row.marks for row in db.session.scalars(select(SearchDue))}


def found(query):
    told = HOUSE.index.find(query)
    return [] if told.instead else [ref for _kind, ref in told.keys]


class TestWrite:
    def test_what_changes_is_due_and_then_found(self, built, village, at):
        assert due()[("branch", village.id)] == 1
        assert found("梅坞") == []
        assert HOUSE.queue.take() == ("search.write", ())
        assert run_job("search.write")
        assert due() == {}
        assert found("meiwu") == [village.id]

    def test_each_change_of_a_branch_is_heard(self, built, village, at):
        def after(change):
            with writing():
                change()
            assert due() == {("branch", village.id): 1}
            jobs.write()

        jobs.write()
        changed = {"name": "杏坞村党支部"}
        after(lambda: branches.edit_branch(village, version=1, changes=changed, by=SYSTEM, at=at))
        assert (found("杏坞"), found("梅坞")) == ([village.id], [])
        after(
            lambda: branches.add_unit(
                village, kind=UnitKind.VILLAGE, name="上里村", by=SYSTEM, at=at
            )
        )
        assert found("上里村") == [village.id]
        (unit,) = branches_units(village.id)
        after(
            lambda: branches.edit_unit(
                unit,
                version=1,
                name="下里村",
                registration="",
                representative=None,
                by=SYSTEM,
                at=at,
            )
        )
        assert found("下里村") == [village.id]
        after(lambda: branches.remove_unit(unit, by=SYSTEM, at=at))
        assert found("下里村") == []
        after(lambda: branches.close_branch(village, by=SYSTEM, at=at))
        assert found("杏坞") == []

    def test_what_is_marked_again_meanwhile_is_written_again(self, built, village, at):
        seen = queries.list_due()
        with writing():
            operations.mark("branch", [village.id], at=at)
            operations.forget_written(seen, at=at)
        assert due() == {("branch", village.id): 2}

    def test_a_row_that_came_anew_meanwhile_is_kept(self, built, village, at):
        """Another worker has written and taken the row off, and then the thing changed again."""
        jobs.write()
        with writing():
            operations.mark("branch", [village.id], at=at)
        seen = queries.list_due()
        with writing():
            db.session.execute(delete(SearchDue))
            operations.mark("branch", [village.id], at=now())
        with writing():
            operations.forget_written(seen, at=now())
        assert ("branch", village.id) in due()

    def test_a_row_that_has_gone_meanwhile_is_noted_again(self, built, village, at):
        seen = queries.list_due()
        with writing():
            db.session.execute(delete(SearchDue))
            operations.forget_written(seen, at=at)
        assert set(due()) == {(row.kind, row.ref) for row in seen}

    def test_kinds_that_nobody_knows_are_forgotten(self, built, at):
        with writing():
            operations.mark("dragon", range(1, 451), at=at)
        assert len(due()) == 450
        jobs.write()
        assert due() == {}
        assert HOUSE.index.keys() == set()

    def test_an_index_that_is_away_is_made_anew_first(self, village):
        assert run_job("search.write")
        assert due() == {}
        assert found("梅坞") == [village.id]

    def test_while_it_cannot_be_made_all_stays_due(self, village, tmp_path, engine):
        waiting = due()
        if engine == "sqlite":
            (tmp_path / "search").touch()  # no folder can be made there
        else:
            with writing():
                db.session.execute(text("CREATE VIEW search_document AS SELECT 1 AS kind"))
        assert run_job("search.write")
        assert due() == waiting != {}
        with pytest.raises(IndexAway):
            HOUSE.index.find("梅坞")
        if engine == "postgresql":
            with writing():
                db.session.execute(text("DROP VIEW search_document"))

    def test_nothing_to_mark_nudges_nobody(self, app, at):
        with writing():
            operations.mark("branch", [], at=at)
        assert HOUSE.queue.take() is None


def branches_units(branch_id):
    from core.branches.queries import units_of  # noqa: PLC0415

    return units_of(branch_id)


class TestSweep:
    def test_an_index_that_is_away_is_made_anew(self, village, at):
        with pytest.raises(IndexAway):
            HOUSE.index.find("梅坞")
        assert "search.write" in run_due_sweeps(now())
        assert found("梅坞") == [village.id]
        assert due() == {}

    def test_what_waits_is_asked_for_again(self, built, village, at):
        while HOUSE.queue.take():
            pass
        jobs.sweep(at)
        assert HOUSE.queue.take() == ("search.write", ())
        assert ("branch", village.id) in due()

    def test_what_waits_too_long_is_done_at_once(self, built, village, at):
        jobs.sweep(at + jobs.UNHEARD + timedelta(seconds=1))
        assert due() == {}
        assert found("梅坞") == [village.id]

    def test_nothing_waits(self, built):
        jobs.sweep(now())
        assert HOUSE.queue.take() is None

    def test_what_was_missed_or_is_too_much_is_found(self, built, village, at):
        jobs.write()
        HOUSE.index.write([], [("branch", village.id)])
        with writing():
            operations.mark("branch", [999], at=at)
            db.session.execute(delete(SearchDue))
        assert queries.differences().missing == {("branch", village.id)}
        jobs.compare(now())
        assert set(due()) == {("branch", village.id)}
        assert not queries.differences()
        jobs.write()
        with writing():
            db.session.execute(update(type(village)).values(closed_at=at))
        assert ("branch", village.id) in queries.differences().extra
        jobs.compare(now())
        jobs.write()
        assert HOUSE.index.keys() == set()

    def test_comparing_with_nothing_is_left_to_the_other(self, village):
        waiting = due()
        jobs.compare(now())
        assert due() == waiting


def test_deleted_under_a_running_house(app, village, tmp_path, engine):
    jobs.rebuild()
    if engine == "sqlite":
        shutil.rmtree(tmp_path / "search")
    else:
        with writing():
            db.session.execute(text("DROP TABLE search_document, search_start, search_word"))
    assert queries.is_away()
    jobs.sweep(now())
    assert found("梅坞") == [village.id]
