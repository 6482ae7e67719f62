"""What is kept of proxies: copied out, erased, and each invariant with the one defect it finds."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text, update

from core.cli import invariants
from core.clock import village_day
from core.db import db, writing
from core.me.operations import close_account, data_of
from core.proxy import operations
from core.proxy.invariants import INVARIANTS
from core.proxy.models import Act, Proxy
from core.storage.models import StoredFile
from core.storage.operations import lay_picture
from tests.core.proxy.world import acts, notices, photo, proxies, wish


@pytest.fixture
def proxy(grant, villager, helper):
    return grant(villager, helper, "ask", "order")


@pytest.fixture
def done(proxy, act, at):
    return act(proxy, at + timedelta(seconds=1))


def test_both_take_their_copy(proxy, done, villager, helper, make, at):
    with writing():
        operations.dispute(done, "我没有让他办这件事", by=make.actor(villager), at=at)
    for person, for_me in ((villager, True), (helper, False)):
        tables = data_of(person.id)
        (agreed,) = tables["proxies"]
        assert (agreed["scopes"], agreed["for_me"]) == ("ask,order", for_me)
        (one,) = tables["acts_by_proxy"]
        assert (one["what"], one["dispute"]) == ("checkout.home", "我没有让他办这件事")
    assert data_of(make.person().id)["proxies"] == []


@pytest.mark.parametrize("who", ["villager", "helper"])
def test_a_closed_account_ends_it_and_the_other_hears(proxy, done, villager, helper, make, at, who):
    with writing():
        operations.dispute(done, "他写的话", by=make.actor(villager), at=at)
    closing, other = (villager, helper) if who == "villager" else (helper, villager)
    by = make.actor(closing)
    with writing():
        close_account(by=by, at=at)
    (one,) = proxies()
    assert (one.stop_why, one.stopped_by) == ("closed", None)
    assert acts()[0].dispute == ("本人注销了账号" if who == "villager" else "他写的话")
    event = "proxies.stopped" if who == "villager" else "proxies.given_back"
    assert other.id in {each.person_id for each in notices(event)}
    assert not set(invariants.broken(at=at)) & set(INVARIANTS)


def test_the_photo_goes_with_the_villager_and_stays_without_the_officer(
    branch, elder, helper, by, make, at
):
    with writing():
        proxy = operations.put_down(branch, elder, helper, wish(at), by=by, at=at)
    laid = lay_picture("x.jpg", photo()[0].read(), by=operations.owner_of_paper(proxy, by=by))
    with writing():
        operations.sign(proxy, laid, by=by, at=at)
    file_id = proxies()[0].paper_id
    with writing():  # the office has ended long ago
        close_account(by=replace(by, offices=frozenset()), at=at)
    assert db.session.get(StoredFile, file_id).deleted_at is None
    with writing():
        close_account(by=make.actor(elder), at=at)
    db.session.rollback()
    assert db.session.get(StoredFile, file_id).deleted_at is not None


def change(row, **values):
    table = type(row)
    with writing():
        db.session.execute(update(table).where(table.id == row.id).values(**values))


def answered_by_recorder(world):
    change(world["proxy"], recorded_by=world["villager"].id)
    said = {"disputed_at": world["at"], "dispute": "x", "answered_at": world["at"], "answer": "y"}
    change(world["act"], **said, answered_by=world["villager"].id)


DEFECTS = {
    "proxies.act_without_consent": lambda w: change(w["act"], at=w["at"] - timedelta(days=1)),
    "proxies.act_after_stop": lambda w: change(
        w["proxy"], stopped_at=w["at"], stop_why="self", stopped_by=w["villager"].id
    ),
    "proxies.unknown_scope": lambda w: change(w["proxy"], scopes="ask,money"),
    "proxies.unknown_stop": lambda w: change(
        w["proxy"], stopped_at=w["at"] + timedelta(days=1), stop_why="why"
    ),
    "proxies.told_by_helper": lambda w: change(
        w["act"], told_at=w["at"], told_how="desk", told_by=w["helper"].id
    ),
    "proxies.answered_by_recorder": answered_by_recorder,
    "proxies.longer_than_allowed": lambda w: change(
        w["proxy"], until=village_day(w["at"]) + timedelta(days=91)
    ),
    "proxies.stands_for_closed": lambda w: change(w["villager"], closed_at=w["at"]),
}


@pytest.mark.both_engines
@pytest.mark.parametrize("name", sorted(INVARIANTS))
def test_each_invariant_finds_its_defect(name, proxy, done, villager, helper, at):
    world = {"proxy": proxy, "act": done, "villager": villager, "helper": helper, "at": at}
    assert not set(invariants.broken(at=at)) & set(INVARIANTS)
    DEFECTS[name](world)
    db.session.rollback()
    assert set(invariants.broken(at=at)) & set(INVARIANTS) == {name}


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("asked", "longest"),
    [
        ("2027-11-30T15:59:59", date(2028, 2, 28)),
        ("2027-11-30T16:00:00", date(2028, 2, 29)),
        ("2027-12-31T23:59:59", date(2028, 3, 31)),
    ],
)
def test_ninety_days_are_counted_from_the_village_day(proxy, at, asked, longest):
    moment = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    for until, is_broken in ((longest, False), (longest + timedelta(days=1), True)):
        change(proxy, asked_at=moment, until=until)
        db.session.rollback()
        assert ("proxies.longer_than_allowed" in invariants.broken(at=at)) is is_broken


@pytest.mark.both_engines
@pytest.mark.parametrize("table", ["proxy", "proxy_act"])
def test_nothing_is_ever_deleted(proxy, done, table):
    with pytest.raises(Exception, match="only ever added to"), writing():
        db.session.execute(text(f"DELETE FROM {table}"))
    assert len(proxies()) == len(acts()) == 1


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "values",
    [
        {"proxy_id": None},  # oneself, filled in below
        {"scopes": ""},
        {"how": "paper"},  # which nobody has recorded
        {"stop_why": "self"},  # and was not stopped
    ],
)
def test_the_database_has_the_last_word(proxy, villager, values):
    given = {**values, "proxy_id": villager.id} if "proxy_id" in values else values
    with pytest.raises(Exception, match=r"(?i)check"), writing():
        db.session.execute(update(Proxy).where(Proxy.id == proxy.id).values(**given))


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "values", [{"told_how": "desk"}, {"dispute": "x"}, {"answer": "x"}], ids=str
)
def test_so_it_has_of_acts(done, values):
    with pytest.raises(Exception, match=r"(?i)check"), writing():
        db.session.execute(update(Act).where(Act.id == done.id).values(**values))
