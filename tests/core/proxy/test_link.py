"""The villager's page: opened by the last digits or by signing in; stopped and disputed there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.proxy import operations
from tests.core.proxy.world import acts, notices


@pytest.fixture
def proxy(grant, villager, helper):
    return grant(villager, helper, "order", "ask")


@pytest.fixture
def link(proxy):
    return f"/proxy/{proxy.ref}"


@pytest.fixture
def opened(client, link):
    """A phone on which the digits were given."""
    assert client.send(link, digits="1234").location == link
    return client


def test_nothing_is_shown_before_the_digits(client, link, proxy, act, at):
    act(proxy, at)
    page = client.get(link)
    assert "最后四位" in page.text
    for word in ("李小帮", "下单", "张桂兰", "1234"):
        assert word not in page.text
    assert client.send(f"{link}/stop").location == link
    assert client.get(f"{link}/acts/{acts()[0].id}/dispute").location == link
    assert client.send(f"{link}/acts/{acts()[0].id}/dispute", reason="0").location == link
    db.session.rollback()
    assert (proxy.stopped_at, acts()[0].disputed_at) == (None, None)
    assert client.get("/proxy/no-such-ref").status_code == 404


@pytest.mark.parametrize("digits", ["1234", " 1234 ", "１２３４"])
def test_the_digits_open_it(client, link, proxy, act, at, digits):
    act(proxy, at, "me.new_address")
    assert client.send(link, digits=digits).location == link
    page = client.get(link).text
    assert "李小帮代您办的事" in page
    assert "添了一个收货地址" in page


def test_digits_are_not_tried_out(client, link):
    for digits in ("0000", "1111", "123", "12345"):
        assert client.send(link, digits=digits).status_code == 422
    for digits in ("2222", "3333", "4444"):
        assert client.send(link, digits=digits).status_code == 422
    answer = client.send(link, digits="1234")
    assert answer.status_code == 429
    assert "李小帮" not in answer.text


def test_one_opened_page_opens_no_other(opened, grant, make, at):
    other = grant(make.person(phone="13900009876"), make.person(name="别的人"))
    page = opened.get(f"/proxy/{other.ref}").text
    assert "最后四位" in page
    assert "别的人" not in page


def test_the_villager_stops_it_there(opened, link, proxy, helper, sent):
    assert opened.send(f"{link}/stop").location == link
    db.session.rollback()
    assert (proxy.stop_why, proxy.stopped_by) == ("self", None)
    entry = db.session.scalars(select(Entry).where(Entry.action == "stop_proxy")).one()
    assert (entry.by_id, entry.person_id) == (None, proxy.person_id)
    (notice,) = notices("proxies.stopped")
    assert (notice.person_id, notice.url) == (helper.id, f"/me/proxies/{proxy.id}")
    page = opened.get(link)
    assert "已经停了" in page.text
    assert opened.send(f"{link}/stop").location == link  # a second tap is no mistake
    assert len(notices("proxies.stopped")) == 1


def test_the_villager_says_there_that_it_was_not_right(opened, link, proxy, act, helper, at):
    done = act(proxy, at)
    url = f"{link}/acts/{done.id}/dispute"
    assert opened.send(url).status_code == 422
    answer = opened.send(url, reason="1", text="我要的是\n红糖")
    assert answer.location == link
    (disputed,) = acts()
    assert disputed.dispute == "办得和我说的不一样：我要的是 红糖"
    assert [each.person_id for each in notices("proxies.disputed")] == [helper.id]
    assert "等支部答复" in opened.get(link).text
    assert opened.send(url, reason="1").status_code == 422


def test_a_page_shows_the_acts_of_its_own_proxy(opened, link, grant, make, act, at):
    other = act(grant(make.person(), make.person()), at)
    assert opened.get(f"{link}/acts/{other.id}/dispute").status_code == 404


def test_signed_in_the_villager_gives_no_digits(client, link, villager, make):
    client.log_in(villager)
    assert "李小帮代您办的事" in client.get(link).text
    client.log_in(make.person())
    assert "最后四位" in client.get(link).text


def test_who_has_no_phone_is_asked_to_sign_in(client, grant, make):
    proxy = grant(make.person(phone=None), make.person())
    page = client.get(f"/proxy/{proxy.ref}").text
    assert "请先登录" in page
    assert "最后四位" not in page


def test_who_acts_sees_and_does_nothing_there(acting, proxy, link):
    client = acting(proxy)
    assert client.get(link).status_code == 403
    assert client.send(link, digits="1234").status_code == 403
    assert client.send(f"{link}/stop").status_code == 403


# The same, signed in.


def test_the_villager_sees_it_under_their_own(client, proxy, act, villager, at):
    done = act(proxy, at, "me.new_address")
    client.log_in(villager)
    assert "李小帮" in client.get("/me/proxies/").text
    page = client.get(f"/me/proxies/{proxy.id}").text
    assert "李小帮代我办" in page
    assert f'href="/me/proxies/acts/{done.id}/dispute"' in page
    answer = client.send(f"/me/proxies/acts/{done.id}/dispute", reason="0")
    assert answer.location == f"/me/proxies/{proxy.id}"
    assert acts()[0].dispute == "我没有让他办这件事"
    client.send(f"/me/proxies/{proxy.id}/stop")
    db.session.rollback()
    assert (proxy.stop_why, proxy.stopped_by) == ("self", villager.id)
    again = client.send(f"/me/proxies/{proxy.id}/stop")
    assert again.location == f"/me/proxies/{proxy.id}"
    assert "已经停了" in client.get(again.location).text


def test_the_helper_gives_it_back(client, proxy, act, helper, villager, at):
    done = act(proxy, at)
    client.log_in(helper)
    assert "代张桂兰办" in client.get(f"/me/proxies/{proxy.id}").text
    assert client.get(f"/me/proxies/acts/{done.id}/dispute").status_code == 404
    client.send(f"/me/proxies/{proxy.id}/stop")
    db.session.rollback()
    assert proxy.stop_why == "proxy"
    assert [each.person_id for each in notices("proxies.given_back")] == [villager.id]
    assert notices("proxies.stopped") == []
    assert "张桂兰" not in client.get("/me/proxies/").text


def test_an_act_of_somebody_who_lives_nowhere_has_no_branch_to_ask(grant, make, act, helper, at):
    person = make.person(phone_confirmed_at=at)
    done = act(grant(person, helper), at)
    with pytest.raises(Refused, match="运营方"), writing():
        operations.dispute(done, "x", by=make.actor(person), at=at)


def test_the_list_goes_on_page_by_page(client, proxy, act, villager, at):
    for number in range(51):
        act(proxy, at + timedelta(seconds=number))
    client.log_in(villager)
    first = client.get(f"/me/proxies/{proxy.id}").text
    assert first.count("这件不对</a>") == 50
    second = client.get(f"/me/proxies/{proxy.id}?before={acts()[1].id}").text
    assert second.count("这件不对</a>") == 1
