"""What is done for somebody leaves a line, and is told in one message."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from core.accounts.models import Address
from core.db import db, writing
from core.desk.queries import list_waiting
from core.history.models import Entry
from core.house import HOUSE
from core.me.operations import close_account
from core.proxy import jobs
from core.proxy.models import Proxy
from core.proxy.queries import list_to_send
from tests.core.proxy.world import acts, notices

NEW = "/me/addresses/new"
FIELDS = {
    "receiver": "张桂兰",
    "phone": "13900001234",
    "province": "42",
    "city": "4201",
    "district": "420111",
    "detail": "三组 5 号",
}
BREAKS = (  # the acts of one proxy
    "CREATE TRIGGER breaks BEFORE UPDATE ON proxy_act WHEN old.proxy_id = 1"
    " BEGIN SELECT RAISE(ABORT, 'it breaks'); END"
)
Q3, Q15 = timedelta(minutes=3), timedelta(minutes=15)


@pytest.fixture
def proxy(grant, villager, helper):
    return grant(villager, helper, "order", "ask")


def test_a_deed_belongs_to_the_villager_and_leaves_a_line(acting, proxy, villager, helper):
    client = acting(proxy)
    answer = client.send(NEW, FIELDS)
    assert answer.location == "/me/addresses", answer.text
    address = db.session.scalars(select(Address)).one()
    assert address.person_id == villager.id
    (act,) = acts()
    assert (act.proxy_id, act.what, act.url) == (proxy.id, "me.new_address", NEW)
    assert (act.told_at, act.told_how) == (None, "")
    assert act.what in HOUSE.acts
    assert act.fact == ""


def test_what_is_refused_leaves_none(acting, proxy):
    client = acting(proxy)
    assert client.send(NEW, FIELDS | {"receiver": ""}).status_code == 422
    assert client.get(NEW).status_code == 200
    assert client.get("/me/settings").status_code == 403
    assert acts() == []
    assert db.session.scalar(select(func.count(Entry.id)).where(Entry.action == "denied")) == 1


def test_what_is_refused_inside_the_transaction_leaves_none(acting, proxy):
    client = acting(proxy)
    with writing():
        for number in range(30):
            db.session.add(address_of(proxy.person_id, number))
    assert client.send(NEW, FIELDS).status_code == 422
    assert acts() == []


def address_of(person_id, number):
    return Address(
        person_id=person_id,
        receiver=f"第{number}个",
        phone="1",
        district="330106",
        detail="x",
        created_at=db.session.get_one(Proxy, 1).asked_at,
    )


def test_a_form_sent_again_is_not_told_again(acting, proxy):
    client = acting(proxy)
    for _time in range(2):
        client.send(NEW, FIELDS, form_key="the same form")
    assert len(acts()) == 1
    assert db.session.scalar(select(func.count(Address.id))) == 1


def test_what_one_does_for_oneself_leaves_none(client, proxy, helper):
    client.log_in(helper)
    client.send(NEW, FIELDS)
    assert db.session.scalars(select(Address)).one().person_id == helper.id
    assert acts() == []


def test_one_message_when_it_has_been_quiet(proxy, act, sent, villager, at):
    at -= Q15
    act(proxy, at - Q3 - timedelta(minutes=1), "me.new_address")
    act(proxy, at - Q3 + timedelta(seconds=1), "complaints.make")
    jobs.tell(at)
    assert notices("proxies.acted") == []
    act(proxy, at - Q3 + timedelta(seconds=2), "complaints.make")
    jobs.tell(at + timedelta(seconds=2))
    (notice,) = notices("proxies.acted")
    assert notice.person_id == villager.id
    ((phone, said),) = sent()
    assert phone == villager.phone
    assert "李小帮代您办了事" in said
    assert "添了一个收货地址、投诉了（2 次）" in said
    assert said.endswith(f"/proxy/{proxy.ref}")
    assert {each.told_how for each in acts()} == {""}  # it may not have gone out
    jobs.tell(at + Q15)
    assert {(each.told_how, each.told_at) for each in acts()} == {("sms", notice.sent_at)}
    assert len(notices("proxies.acted")) == 1


def test_who_goes_on_and_on_is_told_of_after_a_quarter_of_an_hour(proxy, act, at):
    act(proxy, at - Q15 + timedelta(seconds=1))
    act(proxy, at)
    jobs.tell(at)
    assert notices("proxies.acted") == []
    jobs.tell(at + timedelta(seconds=1))
    assert len(notices("proxies.acted")) == 1
    act(proxy, at + timedelta(minutes=2))
    jobs.tell(at + timedelta(minutes=5))
    assert len(notices("proxies.acted")) == 2
    assert all(each.notice_id for each in acts())


def test_each_villager_is_told_of_their_own(grant, make, act, proxy, helper, at):
    other = make.person(name="王五", phone_confirmed_at=at)
    second = grant(other, helper, "order")
    act(proxy, at - Q3)
    act(second, at - Q3, "me.edit_address")
    jobs.tell(at)
    said = {each.person_id: each.facts["what"] for each in notices("proxies.acted")}
    assert set(said) == {proxy.person_id, other.id}
    assert said[other.id] == "改了收货地址"


def test_who_has_no_number_waits_for_the_desk(grant, make, act, helper, at):
    """Nor is one told by a number that nobody has confirmed."""
    for person in (make.person(phone=None), make.person()):
        act(grant(person, helper), at - Q15)
    jobs.tell(at)
    assert notices("proxies.acted") == []
    assert list_to_send() == []
    assert {each.told_at for each in acts()} == {None}


def test_mail_tells_where_it_was_confirmed(grant, make, act, helper, at):
    person = make.person(phone=None, email="li@example.com", email_confirmed_at=at)
    act(grant(person, helper), at - Q15)
    jobs.tell(at)
    (notice,) = notices("proxies.acted")
    assert notice.channel == "mail"
    with writing():
        notice.sent_at = at
    jobs.tell(at)
    assert (acts()[0].told_how, acts()[0].told_at) == ("mail", at)


def test_the_words_are_those_of_the_villagers_language(proxy, act, villager, at):
    with writing():
        villager.language = "en"
    act(proxy, at - Q3, "complaints.make")
    jobs.tell(at)
    assert notices("proxies.acted")[0].language == "en"


@pytest.mark.both_engines
def test_a_message_that_does_not_arrive_gives_it_to_the_desk(
    client, proxy, act, officer, branch, make, at
):
    act(proxy, at - Q3)
    jobs.tell(at)
    by = make.actor(officer)
    assert list_waiting(by, at=at) == []
    (notice,) = notices("proxies.acted")
    with writing():
        notice.dead = 1
    act(proxy, at)  # of this another message tells
    (item,) = list_waiting(by, at=at)
    assert item.what == "有 1 件代办要告诉张桂兰本人"
    client.log_in(officer)
    page = client.get(item.url).text
    assert "发给张桂兰的消息没有送到" in page
    assert "短信告诉了本人" not in page
    assert client.get(f"{item.url}/slip").text.count("下了单") == 1
    newest = acts()[-1].id
    assert client.send(f"{item.url}/told", how="desk", upto=str(newest)).location == item.url
    assert [each.told_how for each in acts()] == ["desk", ""]
    assert list_waiting(by, at=at) == []


def test_one_tried_again_is_on_its_way_again(proxy, act, officer, make, at):
    act(proxy, at - Q3)
    jobs.tell(at)
    (notice,) = notices("proxies.acted")
    for dead, count in ((1, 1), (0, 0)):
        with writing():
            notice.dead = dead
        assert len(list_waiting(make.actor(officer), at=at)) == count
    jobs.tell(at)
    assert len(notices("proxies.acted")) == 1


def test_one_who_cannot_be_told_keeps_no_other_back(proxy, grant, make, helper, act, at):
    other = make.person(phone_confirmed_at=at)
    act(proxy, at - Q15)
    act(grant(other, helper), at - Q3)
    with writing():
        db.session.execute(text(BREAKS))
    with pytest.raises(RuntimeError, match="could not be told"):
        jobs.tell(at)
    assert [each.person_id for each in notices("proxies.acted")] == [other.id]
    assert acts()[0].notice_id is None


def test_an_account_that_closes_leaves_its_acts_without_their_notices(proxy, act, make, at):
    act(proxy, at - Q3, fact="¥12.00 A1")
    jobs.tell(at)
    villager = proxy.person
    with writing():
        close_account(by=make.actor(villager), at=at)
    (one,) = acts()
    assert (one.notice_id, one.fact) == (None, "")
