"""The steward on pages: chosen from a list, looking before putting a thing there, gone."""

from dataclasses import replace

import pytest

from core.branches.models import Household
from core.clock import now
from core.db import writing
from core.errors import Refused
from core.sponsorship import operations, rules
from tests.core.sponsorship.desk import PLACE, at_desk


@pytest.fixture
def at():
    return now().replace(microsecond=0)


def test_from_too_many_people_one_is_typed(client, land, make, monkeypatch):
    one = land.ask()
    monkeypatch.setattr(rules, "MOST_TO_CHOOSE", 2)
    client.log_in(land.secretary)
    assert "<select" not in client.get(at_desk(land, one, "/assign")).text
    unknown = client.send(at_desk(land, one, "/assign"), form_key="assign-one", who="谁也不是")
    assert (unknown.status_code, "没有找到" in unknown.text) == (422, True)
    sent = client.send(at_desk(land, one, "/assign"), form_key="assign-one", who="欧阳小满")
    assert sent.location == at_desk(land, one)


def test_whom_the_list_names(client, land, make):
    one = land.ask()
    household = make.add(Household(unit_id=land.unit.id, number="7"))
    near = make.person(name="陈小田")
    for person in (land.owner, near):
        make.resident(land.unit, person, household_id=household.id)
    gone, namesake = make.person(name="走了的人"), make.person(name="欧阳小满", phone="13877776666")
    for person in (near, gone, namesake):
        make.member(land.branch, person)
    with writing():
        gone.disabled_at = land.at
    client.log_in(land.secretary)
    choice = client.get(at_desk(land, one, "/assign")).text
    assert "欧阳小满 138****6666（党员）" in choice
    for words in ("陈小田", "走了的人", "13877776666"):
        assert words not in choice
    land.assign(one)
    assert f'value="{land.steward.id}"' not in client.get(at_desk(land, one, "/steward")).text


def test_where_nobody_can_go_the_page_says_so(client, land, make):
    one = land.ask()
    household = make.add(Household(unit_id=land.unit.id, number="7"))
    for person in (land.owner, land.steward, land.deputy):
        make.resident(land.unit, person, household_id=household.id)
    with writing():
        operations.assign(one, land.secretary, by=land.actor(land.secretary), at=land.at)
    client.log_in(land.secretary)
    assert "现在没有能去的人" in client.get(at_desk(land, one, "/steward")).text


def test_a_steward_who_left_sees_and_does_nothing_more(client, land):
    one = land.assign(land.ask())
    client.log_in(land.steward)
    assert client.get(at_desk(land, one, "/visit")).status_code == 200
    with writing():
        land.again(one).stewardless_at = land.at
    for path in ("", "/visit", "/visit/pictures"):
        assert client.get(at_desk(land, one, path)).status_code == 404
    assert "您现在没有包联的地方" in client.get("/me/steward").text
    with pytest.raises(Refused, match="由去走访的包联人交"):
        land.hand_in(land.again(one))


def test_the_owner_finds_the_way_back(client, land):
    land.place(own_url="/farms/1/own")
    client.log_in(land.owner)
    assert 'href="/farms/1/own"' in client.get(PLACE).text


def test_the_steward_looks_before_putting_it_there(client, land, at):
    one = land.verified()
    land.farms.offer(1, "苹果", "梨", at=at)
    land.farms.goods[1] = [
        replace(each, desk_path=f"farms/1/{each.ref}") for each in land.farms.goods[1]
    ]
    land.farms.put_under(1, 102, one.id, seen=at, by=None, at=at)
    client.log_in(land.steward)
    page = client.get(at_desk(land, one)).text
    assert f'href="/desk/{land.branch.id}/farms/1/101"' in page
    assert 'href="/farms/1/2"' in page
    client.log_in(land.secretary)
    assert "由包联人欧阳小满一样一样看过再放上来" in client.get(at_desk(land, one)).text
