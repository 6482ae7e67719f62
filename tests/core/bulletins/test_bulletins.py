"""Sheets on a branch's board: put up, changed, taken down, told of."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.branches.models import OfficeRole
from core.bulletins import jobs, operations, queries, rules
from core.bulletins.models import Bulletin
from core.cache.operations import house_version
from core.clock import village_day
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from core.house import HOUSE
from core.notices.models import Notice
from tests.core.bulletins.conftest import TITLE

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "free"), [(-1, False), (0, True), (1, True), (366, True), (367, False)]
)
def test_how_long_a_sheet_may_hang(days, free):
    reason = rules.why_not_hang_until(TODAY + timedelta(days=days), today=TODAY)
    assert (reason is None) is free


@pytest.mark.both_engines
def test_a_sheet_hangs_until_the_end_of_its_last_village_day(post, at):
    sheet = post(until=village_day(at))
    assert [each.id for each in queries.list_hanging(sheet.branch_id, at=at)] == [sheet.id]
    last_minute = at.replace(hour=15, minute=59)  # 23:59 in the village
    assert queries.list_hanging(sheet.branch_id, at=last_minute)
    assert not queries.list_hanging(sheet.branch_id, at=last_minute + timedelta(minutes=1))
    assert queries.list_old(sheet.branch_id, at=last_minute + timedelta(minutes=1))


def test_posting_stands_in_history_and_shows_at_once(post):
    before = house_version()
    sheet = post()
    assert house_version() == before + 1
    entry = db.session.scalars(select(Entry)).one()
    assert (entry.action, entry.about_id, entry.became) == ("post", sheet.id, TITLE)


def test_no_sheet_hangs_into_the_past_or_on_a_closed_branch(post, branch, at, make):
    with pytest.raises(Refused) as refused:
        post(until=village_day(at) - timedelta(days=1))
    assert refused.value.field == "until"
    closed = make.branch(closed_at=at)
    with pytest.raises(Refused, match="撤销"):
        post(branch=closed)


def edit(sheet, writer, at, **kw):
    usual = {"version": sheet.version, "title": "新标题", "text": sheet.text, "until": sheet.until}
    with writing():
        operations.edit(sheet, **{**usual, **kw}, by=writer, at=at)
    db.session.refresh(sheet)


@pytest.mark.both_engines
def test_the_second_of_two_writers_sees_both_and_loses_nothing(post, writer, at):
    sheet = post()
    seen = sheet.version
    edit(sheet, writer, at, version=seen, title="甲改的")
    with pytest.raises(Overtaken) as overtaken:
        edit(sheet, writer, at, version=seen, title="乙改的")
    assert "甲改的" in overtaken.value.theirs
    assert "乙改的" in overtaken.value.mine
    db.session.refresh(sheet)
    assert (sheet.title, sheet.version) == ("甲改的", seen + 1)


def test_an_expired_sheet_may_hang_longer_or_be_corrected_as_it_is(post, writer, at):
    sheet = post(until=village_day(at))
    later = at + timedelta(days=3)
    edit(sheet, writer, later, title="改错字")
    assert sheet.until == village_day(at)
    with pytest.raises(Refused):
        edit(sheet, writer, later, until=village_day(at) + timedelta(days=1))
    edit(sheet, writer, later, until=village_day(later))
    assert queries.list_hanging(sheet.branch_id, at=later)


@pytest.mark.both_engines
def test_taken_down_once_and_for_all(post, writer, at):
    sheet = post()
    before = house_version()
    with writing():
        operations.take_down(sheet, by=writer, at=at)
    assert house_version() == before + 1
    db.session.refresh(sheet)
    for act in (
        lambda: operations.take_down(sheet, by=writer, at=at),
        lambda: operations.edit(
            sheet, version=1, title="x", text="y", until=sheet.until, by=writer, at=at
        ),
    ):
        with pytest.raises(Refused, match="取下"), writing():
            act()
    assert queries.find_on_board(sheet.branch_id, sheet.id) is None
    assert not queries.list_hanging(sheet.branch_id, at=at)


def test_of_two_who_edit_and_take_down_the_editor_is_told_so(post, writer, at):
    sheet = post()
    with writing():
        operations.take_down(sheet, by=writer, at=at)
    with pytest.raises(Refused, match="取下"):
        edit(sheet, writer, at)


# Telling the villagers


def told():
    query = select(Notice.person_id).where(Notice.event == queries.POSTED).order_by(Notice.id)
    return db.session.scalars(query).all()


@pytest.fixture
def villagers(make, branch, at):
    """Return seven people of two villages of the branch who can sign in."""
    units = [make.unit(branch), make.unit(branch)]
    ways = [{"password_hash": "x"}, {"phone_confirmed_at": at}]
    return [make.resident(units[i % 2], make.person(**ways[i % 2])).id for i in range(7)]


@pytest.mark.both_engines
def test_all_who_live_there_and_can_sign_in_are_told_once(
    post, villagers, branch, make, at, monkeypatch
):
    monkeypatch.setattr(operations, "BATCH", 3)
    unit = make.unit(branch)
    make.resident(unit)  # cannot sign in
    make.resident(unit, make.person(password_hash="x", disabled_at=at))
    make.resident(unit, make.person(password_hash="x", closed_at=at))
    make.resident(make.unit(), make.person(password_hash="x"))
    sheet = post(tell=True)
    job, ids = HOUSE.queue.take()
    assert (job, ids) == ("bulletins.tell", (sheet.id,))
    HOUSE.jobs[job](*ids)
    assert told() == sorted(villagers)
    assert db.session.get(Bulletin, sheet.id).told_at
    HOUSE.jobs[job](*ids)
    assert told() == sorted(villagers)
    notice = db.session.scalars(select(Notice)).first()
    assert notice.url == f"/branches/{branch.id}/bulletins/{sheet.id}"
    assert notice.facts == {"branch": branch.name, "title": TITLE}


@pytest.mark.both_engines
def test_cut_off_after_a_batch_it_goes_on_where_it_stopped(post, villagers, at, monkeypatch):
    monkeypatch.setattr(operations, "BATCH", 3)
    sheet = post(tell=True)
    with writing():
        assert operations.tell_some(sheet, at=at)
    assert len(told()) == 3
    jobs.sweep(at)
    assert told() == sorted(villagers)
    assert queries.list_to_tell(at) == []


def test_nobody_is_told_of_what_hangs_no_more(post, villagers, writer, at):
    taken, ran_out = post(tell=True), post(tell=True, until=village_day(at))
    with writing():
        operations.take_down(taken, by=writer, at=at)
    jobs.tell(taken.id)
    jobs.sweep(at + timedelta(days=1))
    with writing():
        assert not operations.tell_some(ran_out, at=at + timedelta(days=1))
    assert told() == []


def test_without_the_tick_nobody_is_told(post, villagers, at):
    sheet = post(tell=False)
    assert HOUSE.queue.take() is None
    jobs.tell(sheet.id)
    jobs.tell(sheet.id + 1)
    jobs.sweep(at)
    assert told() == []
    assert db.session.get(Bulletin, sheet.id).told_at is None


# What is handed over, and what waits


@pytest.mark.both_engines
def test_hanging_sheets_move_to_the_successor(post, writer, branch, make, at):
    hanging, old = post(), post(until=village_day(at))
    elsewhere = post(branch=make.branch())
    successor, later = make.person(), at + timedelta(days=1)
    with writing():
        moved = operations.hand_over(
            branch.id, old=writer.person, new=successor.id, by=writer, at=later
        )
    assert moved == 1
    keepers = [db.session.get(Bulletin, each.id).keeper_id for each in (hanging, old, elsewhere)]
    assert keepers == [successor.id, writer.person, writer.person]
    with writing():
        assert not operations.hand_over(
            branch.id, old=writer.person, new=successor.id, by=writer, at=later
        )


def waiting(app, actor, at):
    with app.test_request_context():
        return [
            (item.what, item.url)
            for hook in HOUSE.waiting
            for item in hook(actor, at)
            if "bulletins" in item.url
        ]


def test_what_soon_runs_out_waits_for_who_may_let_it_hang(app, post, writer, make, branch, at):
    today = village_day(at)
    soon = post(until=today + timedelta(days=3), title="快到期")
    post(until=today + timedelta(days=4), title="还早")
    url = f"/desk/{branch.id}/bulletins/{soon.id}"
    assert waiting(app, writer, at) == [("通知快到期了：快到期", url)]
    other = make.actor(make.officer(branch, role=OfficeRole.DISCIPLINE))
    assert waiting(app, other, at) == []
    assert waiting(app, make.actor(make.officer()), at) == []
