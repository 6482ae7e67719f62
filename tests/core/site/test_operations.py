"""Facts and versions as the database keeps them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.access import SYSTEM
from core.cache.operations import house_version
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from core.site import demo, operations, queries
from core.site.models import SheetKind
from core.site.rules import why_not_fact

pytestmark = pytest.mark.both_engines
WEEK = timedelta(days=7)


def publish(
    text="## 一\n\n文字", *, at, effective=None, based_on=0, kind=SheetKind.RULES, by=SYSTEM
):
    with writing():
        return operations.publish(
            kind,
            text=text,
            summary="改了",
            effective=effective or at,
            based_on=based_on,
            by=by,
            at=at,
        )


def test_a_fact_is_set_once_and_stands_in_history(app, make, at):
    actor = make.actor(make.admin())
    before = house_version()
    with writing():
        changed = operations.set_facts({"name": "合作社", "phone": ""}, by=actor, at=at)
    assert changed == ["name"]
    assert queries.facts()["name"] == "合作社"
    assert house_version() == before + 1
    line = db.session.scalars(select(Entry)).one()
    assert (line.action, line.about, line.was, line.became) == (
        "set",
        "site_fact.name",
        "",
        "合作社",
    )
    assert line.by_id == actor.id
    with writing():
        assert operations.set_facts({"name": "合作社"}, by=actor, at=at) == []
    assert house_version() == before + 1


def test_a_fact_that_cannot_be_is_refused_on_its_field(app, at):
    with pytest.raises(Refused) as refused, writing():
        operations.set_facts({"name": "新名", "credit_code": "1"}, by=SYSTEM, at=at)
    assert refused.value.field == "credit_code"
    assert queries.stored_facts()["name"] == ""


def test_the_second_of_two_administrators_sees_both(app, at):
    seen = {"name": "", "address": ""}
    with writing():
        operations.set_facts({"name": "甲", "address": ""}, seen=seen, by=SYSTEM, at=at)
    with pytest.raises(Overtaken) as overtaken, writing():
        operations.set_facts({"name": "乙", "address": "丙"}, seen=seen, by=SYSTEM, at=at)
    assert (overtaken.value.theirs, overtaken.value.mine) == ("甲\n", "乙\n丙")
    assert queries.stored_facts()["name"] == "甲"


def test_versions_are_counted_and_hold_from_their_moment(app, at):
    assert queries.find_sheet(SheetKind.RULES, at=at) is None
    publish("第一", at=at)
    later = at + WEEK
    second = publish("第二", at=at, effective=later, based_on=1)
    assert second.number == 2
    assert queries.find_sheet(SheetKind.RULES, at=at).text == "第一"
    assert queries.find_sheet(SheetKind.RULES, at=later - timedelta(seconds=1)).text == "第一"
    assert queries.find_sheet(SheetKind.RULES, at=later).text == "第二"
    assert queries.find_sheet(SheetKind.PRIVACY, at=later) is None
    assert [line.number for line in queries.list_sheets(SheetKind.RULES)] == [2, 1]
    assert queries.find_numbered(SheetKind.RULES, 3) is None


def test_a_change_before_its_seven_days_is_refused(app, at):
    publish(at=at)
    with pytest.raises(Refused) as refused:
        publish(at=at, effective=at + WEEK - timedelta(seconds=1), based_on=1)
    assert refused.value.field == "effective_on"
    assert queries.newest_sheet(SheetKind.RULES).number == 1


def test_who_wrote_on_an_old_version_sees_the_new_one(app, at):
    publish("第一", at=at)
    publish("第二", at=at, effective=at + WEEK, based_on=1)
    with pytest.raises(Overtaken) as overtaken:
        publish("我的", at=at, effective=at + 2 * WEEK, based_on=1)
    assert overtaken.value.theirs == "第二"
    assert overtaken.value.mine == "我的"


@pytest.mark.parametrize(
    "statement", ["UPDATE site_sheet SET text = 'x'", "DELETE FROM site_sheet"]
)
def test_what_was_published_stays(app, at, statement):
    publish("第一", at=at)
    with pytest.raises(DBAPIError), writing():
        db.session.execute(text(statement))
    assert queries.newest_sheet(SheetKind.RULES).text == "第一"


def test_publishing_stands_in_history_and_makes_pages_new(app, make, at):
    actor, before = make.actor(make.admin()), house_version()
    sheet = publish(at=at, by=actor)
    assert house_version() == before + 1
    line = db.session.scalars(select(Entry)).one()
    assert (line.action, line.about, line.about_id, line.became, line.by_id) == (
        "publish",
        "site_sheet",
        sheet.id,
        "rules 1",
        actor.id,
    )


def test_the_demo_operator_is_complete_and_twice_is_once(app, at):
    for _time in range(2):
        with writing():
            demo.fill(at)
    facts = queries.stored_facts()
    assert all(why_not_fact(name, value) is None for name, value in facts.items())
    assert "演示" in facts["name"]
    for kind in SheetKind:
        assert queries.find_sheet(kind, at=at).number == 1
        assert len(queries.list_sheets(kind)) == 1
