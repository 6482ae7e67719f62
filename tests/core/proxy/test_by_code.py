"""Consent by a code that only the villager's phone got."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.accounts.models import Code, CodePurpose
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.proxy import operations
from core.proxy.models import How
from tests.core.accounts.world import digits_in, newest_code
from tests.core.proxy.world import proxies, wish

ASK = "/me/proxies/ask"


def asked(client, phone="139 0000 1234", days="30", scopes=("order", "ask")):
    return client.send(ASK, {"phone": phone, "days": days, "scopes": list(scopes)})


@pytest.fixture
def signed_in(client, helper, villager):
    client.log_in(helper)
    return client


def test_the_villager_is_told_who_what_and_until_when(signed_in, sent, at):
    answer = asked(signed_in)
    assert answer.location.startswith("/me/proxies/code/")
    ((phone, text),) = sent()
    assert phone == "13900001234"
    until = village_day(at) + timedelta(days=30)
    assert "李小帮（137****5678）想代您办事：下单、提问求助" in text
    assert f"到 {until.year}年{until.month}月{until.day}日 为止" in text
    assert "同意，就把这六位数告诉他" in text
    assert "不同意就别理" in text
    page = signed_in.get(answer.location).text
    assert "13900001234" in page
    assert "张桂兰" not in page


def test_whoever_is_told_the_code_may_act(signed_in, sent, villager, helper, at):
    where = asked(signed_in).location
    ((_phone, text),) = sent()
    answer = signed_in.send(where, code=digits_in(text))
    (proxy,) = proxies()
    assert answer.location == f"/me/proxies/{proxy.id}"
    assert (proxy.person_id, proxy.proxy_id) == (villager.id, helper.id)
    assert (proxy.how, proxy.scopes) == (How.CODE, "order,ask")
    assert proxy.until == village_day(at) + timedelta(days=30)
    assert proxy.consented_at is not None
    ((phone, told),) = sent()
    assert phone == villager.phone
    assert "李小帮可以代您办事了" in told
    assert told.endswith(f"http://localhost/proxy/{proxy.ref}")


def test_nobody_learns_whether_there_is_such_a_person(signed_in, sent, make, at):
    unconfirmed = make.person(phone="13900009999")
    closed = make.person(phone="13900008888", phone_confirmed_at=at, disabled_at=at)
    seen = set()
    for phone in ("13900001234", "13912345678", unconfirmed.phone, closed.phone):
        answer = asked(signed_in, phone)
        page = signed_in.get(answer.location)
        wrong = signed_in.send(answer.location, code="000000")
        texts = [re.sub(r"code/[^\"]+|value=\"[^\"]+\"", "", each.text) for each in (page, wrong)]
        seen.add((answer.status_code, *(text.replace(phone, "") for text in texts)))
        assert (page.status_code, wrong.status_code) == (200, 422)
    assert len(seen) == 1
    assert [phone for phone, _text in sent()] == ["13900001234"]
    assert proxies() == []


def test_tries_are_counted_and_end(signed_in, sent):
    where = asked(signed_in).location
    ((_phone, text),) = sent()
    right = digits_in(text)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _try in range(5):
        assert signed_in.send(where, code=wrong).status_code == 422
    assert signed_in.send(where, code=right).status_code == 422
    assert newest_code().tries == 5
    assert proxies() == []


def test_a_code_is_good_for_ten_minutes_and_once(signed_in, helper, villager, make, at):
    me = make.actor(helper)
    with writing():
        handle = operations.ask(villager.phone, wish(at), by=me, at=at).handle
    late = signed_in.get(f"/me/proxies/code/{handle}")
    assert late.status_code == 200
    with writing():
        code = newest_code()
        code.expires_at = at - timedelta(seconds=1)
    assert signed_in.get(f"/me/proxies/code/{handle}").location == ASK
    with pytest.raises(Refused), writing():
        operations.agree_by_code(newest_code(), by=me, at=at)
    assert proxies() == []


def test_the_code_of_another_helper_is_worth_nothing(client, make, helper, villager, at):
    other = make.person(name="别人")
    with writing():
        handle = operations.ask(villager.phone, wish(at), by=make.actor(helper), at=at).handle
    client.log_in(other)
    assert client.get(f"/me/proxies/code/{handle}").location == ASK
    with pytest.raises(Refused), writing():
        operations.agree_by_code(newest_code(), by=make.actor(other), at=at)
    assert newest_code().used_at is None


def test_a_number_that_has_changed_hands_meanwhile_agrees_to_nothing(make, helper, villager, at):
    me = make.actor(helper)
    with writing():
        operations.ask(villager.phone, wish(at), by=me, at=at)
    with writing():
        villager.phone = "13900004321"
    with pytest.raises(Refused), writing():
        operations.agree_by_code(newest_code(), by=me, at=at)
    assert proxies() == []


def test_only_the_newest_code_to_a_number_counts(make, helper, villager, at):
    me = make.actor(helper)
    with writing():
        first = operations.ask(villager.phone, wish(at), by=me, at=at).id
    with writing():
        operations.ask(villager.phone, wish(at, "order"), by=me, at=at)
    assert db.session.get(Code, first).used_at is not None
    with writing():
        operations.agree_by_code(newest_code(), by=me, at=at)
    (proxy,) = proxies()
    assert proxy.scopes == "order"


def test_asking_again_leaves_the_codes_of_others_alone(make, helper, villager, at):
    other = make.actor(make.person())
    with writing():
        first = operations.ask(villager.phone, wish(at), by=other, at=at).id
    with writing():
        operations.ask(villager.phone, wish(at), by=make.actor(helper), at=at)
    assert db.session.get(Code, first).used_at is None


def test_a_renewal_takes_the_place_of_what_stood(make, grant, helper, villager, at):
    old = grant(villager, helper, "list")
    me = make.actor(helper)
    with writing():
        operations.ask(villager.phone, wish(at, "order", days=90), by=me, at=at)
    with writing():
        operations.agree_by_code(newest_code(), by=me, at=at)
    before, now_stands = proxies()
    assert (before.id, before.stop_why) == (old.id, "renewed")
    assert (now_stands.scopes, now_stands.stopped_at) == ("order", None)


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "12345"},
        {"phone": "137 0000 5678"},  # one's own
        {"days": "0"},
        {"days": "91"},
        {"days": "many"},
        {"scopes": ()},
        {"scopes": ("everything",)},
    ],
)
def test_what_is_filled_in_wrong_is_said_beside_its_field(signed_in, fields):
    answer = asked(signed_in, **fields)
    assert answer.status_code == 422
    assert 'class="invalid-feedback"' in answer.text
    assert db.session.scalar(select(Code)) is None


def test_few_messages_go_to_one_number_and_from_one_person(client, make, helper, villager):
    helpers = [helper, make.person(), make.person(), make.person()]
    answers = []
    for each in helpers:
        client.log_in(each)
        answers.append(asked(client).status_code)
    assert answers == [302, 302, 302, 429]
    client.log_in(helper)
    fresh = [asked(client, f"1390000{n:04}").status_code for n in range(10)]
    assert fresh == [302] * 9 + [429]  # the tenth of today has gone to the villager


@pytest.mark.parametrize("by_sms", [False])
def test_without_short_messages_it_goes_by_paper(signed_in):
    page = signed_in.get(ASK)
    assert '<form class="sheet"' not in page.text
    assert "支部办公室" in page.text
    asked(signed_in)
    assert db.session.scalar(select(Code).where(Code.purpose == CodePurpose.PROXY)) is None
