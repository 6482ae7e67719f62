"""An answer that no message brings is told face to face, and stays at the desk until it is."""

import pytest

from services.help.desk_views.waiting import list_waiting
from services.help.models import HelpKind
from tests.make_shop import MakeShop
from tests.services.help.pages.forms import form_of, one
from tests.services.help.world import HOUR

ANSWER = {"why": "路断了"}


@pytest.fixture
def desk(client, world):
    client.log_in(world.officer)
    return f"/desk/{world.branch.id}/help"


@pytest.fixture
def waiting(world, at):
    return lambda: [each.url for each in list_waiting(world.actor(world.officer), at)]


def reach(world, at):
    world.change(world.villager, email="gui@example.com", email_confirmed_at=at)


def arrange(client, desk, request):
    action = f"{desk}/{request.id}/arrange"
    answer = client.post(action, data=form_of(client.get(f"{desk}/{request.id}"), action))
    assert answer.status_code == 302


def test_nobody_is_said_to_be_told_who_is_not(client, world, desk, waiting, at):
    request = world.ask(phone="0718-7654321")
    arrange(client, desk, request)
    where = f"{desk}/{request.id}"
    text = client.get(where).text
    assert "告诉本人了" not in text
    assert "没有能收消息的手机，请打电话或上门告诉：0718-7654321" in text
    assert waiting() == [where]
    answer = client.post(f"{where}/told", data=form_of(client.get(where), f"{where}/told"))
    assert answer.location == where
    assert (one().told_by, one().told_at is not None) == (world.officer.id, True)
    text = client.get(where).text
    assert "王正国告诉了本人" in text
    assert f"{where}/told" not in text
    assert waiting() == []
    assert client.send(f"{where}/told").status_code == 409


def test_each_new_answer_is_told_anew(client, world, desk, waiting):
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR)
    where = f"{desk}/{request.id}"
    client.send(f"{where}/told")
    assert waiting() == []
    world.come(task)
    assert waiting() == [where]
    assert one().told_by is None
    client.send(f"{where}/told")
    assert client.send(f"{where}/decline", **ANSWER).status_code == 302
    assert waiting() == [where]


def test_who_hears_by_message_needs_nobody(client, world, desk, waiting, at):
    reach(world, at)
    request = world.ask()
    arrange(client, desk, request)
    text = client.get(f"{desk}/{request.id}").text
    assert "安排好了，告诉本人了" in text
    assert "没有能收消息的手机" not in text
    assert waiting() == []


def test_there_is_nothing_to_tell_before_an_answer(client, world, desk):
    request = world.ask()
    assert f"{desk}/{request.id}/told" not in client.get(f"{desk}/{request.id}").text
    assert client.send(f"{desk}/{request.id}/told").status_code == 409


def test_that_it_is_not_possible_is_printed(client, world, desk):
    request = world.ask()
    client.send(f"{desk}/{request.id}/decline", **ANSWER)
    page = client.get(f"{desk}/{request.id}")
    assert "没有能收消息的手机" in page.text
    assert "答复好了，告诉本人了" not in page.text
    slip = f"{desk}/{request.id}/slip"
    assert slip in page.text
    text = client.get(slip).text
    assert "路断了" in text
    assert "0718-1234567" in text
    assert 'class="qr"' not in text


def test_that_somebody_sells_stands_at_the_desk(client, world, desk):
    MakeShop(world.make).producer(world.villager, world.unit, name="张家果园")
    harvest, other = world.ask(kind=HelpKind.HARVEST), world.ask(kind=HelpKind.PHONE)
    page = client.get(f"{desk}/{harvest.id}")
    assert "张家果园是卖东西的" in page.text
    assert f"{desk}/{harvest.id}/arrange" not in page.text
    assert "请人手" in form_of(page, f"{desk}/{harvest.id}/decline")["why"]
    page = client.get(f"{desk}/{other.id}")
    assert "这家在卖东西：张家果园" in page.text
    assert f"{desk}/{other.id}/arrange" in page.text
