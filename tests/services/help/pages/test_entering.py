"""What a villager says by phone or face to face is put down at the desk, as theirs."""

import pytest
from sqlalchemy import select

from core.db import db
from core.history.models import Entry
from services.help.models import HelpKind, HelpRequest
from tests.services.help.pages.forms import form_of, one
from tests.services.help.world import told


@pytest.fixture
def form(client, world):
    client.log_in(world.officer)
    return f"/desk/{world.branch.id}/help/new"


def test_it_is_the_villagers_and_the_page_says_who_put_it_down(client, world, form):
    assert form in client.get(f"/desk/{world.branch.id}/help").text
    sent = form_of(client.get(form), "")
    said = {"who": "张桂兰", "kind": "repairs", "words": "灯不亮", "phone": "0718-7654321"}
    answer = client.post(form, data=sent | said)
    request = one()
    assert answer.location == f"/desk/{world.branch.id}/help/{request.id}"
    assert (request.person_id, request.asked_by) == (world.villager.id, world.officer.id)
    assert (request.kind, request.unit_id) == (HelpKind.REPAIRS, world.unit.id)
    assert told(world.villager, "help.received")
    assert not told(world.officer, "help.asked")
    assert "由支部代为登记" in client.get(answer.location).text
    client.post(form, data=sent | said)
    assert len(db.session.scalars(select(HelpRequest)).all()) == 1
    client.log_in(world.villager)
    text = client.get(f"/help/{request.ref}").text
    assert "由支部代为登记" in text
    assert "谁代为求助" not in text
    entry = db.session.scalars(select(Entry).where(Entry.action == "enter_help")).one()
    assert entry.by_id == world.officer.id


@pytest.mark.parametrize("who", ["没有这个人", "李四海", ""])
def test_only_for_who_lives_in_the_villages_of_the_branch(client, world, form, who):
    world.make.resident(world.other_unit, world.make.person(name="李四海"))
    sent = form_of(client.get(form), "") | {"who": who, "kind": "phone"}
    answer = client.post(form, data=sent)
    assert answer.status_code == 422
    assert not db.session.scalars(select(HelpRequest)).all()


def test_not_for_somebody_from_elsewhere_by_their_number(client, world, form):
    stranger = world.make.resident(world.other_unit)
    sent = form_of(client.get(form), "") | {"who": stranger.phone, "kind": "phone"}
    answer = client.post(form, data=sent)
    assert answer.status_code == 422
    assert "花名册上没有住在本支部的这个人" in answer.text


def test_not_too_much_at_once(client, world, form):
    for _time in range(5):
        world.ask()
    sent = form_of(client.get(form), "") | {"who": world.villager.phone, "kind": "phone"}
    answer = client.post(form, data=sent)
    assert answer.status_code == 422
    assert "本人有 5 件事还在办" in answer.text


def test_a_branch_without_villages_says_so(client, world):
    client.log_in(world.make.officer(world.town))
    assert "没有管辖的村" in client.get(f"/desk/{world.town.id}/help/new").text
