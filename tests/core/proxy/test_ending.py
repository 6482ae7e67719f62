"""How acting for somebody ends, by whomever, and that nothing slips into the wrong name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.access import SYSTEM
from core.accounts.models import Address, SignIn
from core.clock import VILLAGE, now, village_day
from core.db import db, writing
from core.proxy import operations
from core.proxy.acting import ACTING
from tests.core.proxy.world import acts


def test_ending_it_one_acts_for_oneself_again(acting, grant, villager, helper):
    client = acting(grant(villager, helper, "ask"))
    assert client.send("/me/proxies/end").location == "/me/proxies/"
    assert "您正在代" not in client.get("/me/").text
    with client.session_transaction() as session:
        assert ACTING not in session


def test_who_acts_for_nobody_has_nothing_to_end(client, make):
    client.log_in(make.person())
    assert client.get("/me/proxies/now").location == "/me/proxies/"
    assert client.send("/me/proxies/end").location == "/me/proxies/"
    assert "代办结束了" not in client.get("/me/proxies/").text


def test_signing_out_ends_it(acting, grant, villager, helper):
    client = acting(grant(villager, helper, "ask"))
    assert client.send("/logout").location == "/"
    assert db.session.scalar(select(SignIn)) is None
    client.log_in(helper)
    assert "您正在代" not in client.get("/me/").text
    assert acts() == []


def test_a_form_is_sent_only_in_the_name_in_which_it_was_shown(acting, grant, villager, helper):
    """Two windows: one still shows a form in the other name."""
    proxy = grant(villager, helper, "order")
    client = acting(proxy)
    client.look = False
    hers = client.token()
    client.send("/me/proxies/end")
    assert client.post("/me/addresses/new", data={"csrf_token": hers}).status_code == 400
    his = client.token()
    client.send(f"/me/proxies/{proxy.id}/start")
    assert client.post("/me/addresses/new", data={"csrf_token": his}).status_code == 400
    assert client.send("/me/addresses/new").status_code == 422


def stopped(proxy, at):
    with writing():
        operations.stop(proxy, "self", by=replace(SYSTEM, person=proxy.person_id), at=at)


def expired(proxy, at):
    with writing():
        proxy.until = village_day(at) - timedelta(days=1)


def closed(proxy, at):
    with writing():
        proxy.person.closed_at = at


def disabled(proxy, at):
    with writing():
        proxy.person.disabled_at = at


@pytest.mark.parametrize("how", [stopped, expired, closed, disabled])
def test_what_is_over_ends_at_the_next_request(acting, grant, villager, helper, at, how):
    proxy = grant(villager, helper, "ask", "order")
    client = acting(proxy)
    token = client.token()
    how(proxy, at)
    fields = {"receiver": "张桂兰", "phone": "13900001234", "detail": "三组", "place": "330106"}
    answer = client.post("/me/addresses/new", data={**fields, "csrf_token": token})
    assert answer.status_code == 403
    assert "代办已经结束" in answer.text
    assert "您正在代" not in answer.text
    assert "session=" in answer.headers["Set-Cookie"]
    with client.session_transaction() as session:
        assert ACTING not in session
    again = client.post("/me/addresses/new", data={**fields, "csrf_token": token})
    assert again.status_code == 400, "the form of before is worth nothing"
    assert db.session.scalar(select(Address)) is None
    assert acts() == []
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("url", ["/", "/me/addresses", "/market/", "/me/settings", "/nowhere"])
def test_a_page_says_so_too(acting, grant, villager, helper, at, url):
    proxy = grant(villager, helper, "ask", "order")
    client = acting(proxy)
    stopped(proxy, at)
    answer = client.get(url)
    assert answer.status_code == 403
    assert "代办已经停了" in answer.text
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(("url", "leads"), [("/logout", "/"), ("/me/proxies/end", "/me/proxies/")])
def test_signing_out_and_ending_go_on(acting, grant, villager, helper, at, url, leads):
    proxy = grant(villager, helper)
    client = acting(proxy)
    stopped(proxy, at)
    assert client.send(url).location == leads


def test_the_last_day_lasts_until_its_midnight(acting, grant, villager, helper, at, monkeypatch):
    proxy = grant(villager, helper, "order", days=1)
    client = acting(proxy)
    day_after = proxy.until + timedelta(days=1)
    midnight = at.astimezone(VILLAGE).replace(
        year=day_after.year, month=day_after.month, day=day_after.day, hour=0, minute=0, second=0
    )
    with writing():  # a session that is used so long
        db.session.scalars(select(SignIn)).one().idle_minutes = 10**6
    seconds = int((midnight - now()).total_seconds())
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(seconds - 60))
    assert client.get("/me/addresses").status_code == 200
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(seconds + 60))
    assert client.get("/me/addresses").status_code == 403


def test_a_stranger_starts_nothing(client, make, grant, villager, helper):
    proxy = grant(villager, helper)
    for person in (make.person(), villager):
        client.log_in(person)
        assert client.send(f"/me/proxies/{proxy.id}/start").status_code == 404
        with client.session_transaction() as session:
            assert ACTING not in session


def test_another_person_on_this_device_does_not_act(app, client, make, grant, villager, helper):
    """However the number of another's proxy came into the session, it is asked whose it is."""
    proxy, other = grant(villager, helper, "order"), make.person()
    client.log_in(other)
    with client.session_transaction() as session:
        session[ACTING] = proxy.id
    assert client.get("/me/addresses").status_code == 403
    assert client.get("/me/addresses").status_code == 200


@pytest.mark.parametrize("how", [stopped, expired])
def test_what_is_over_is_not_begun(client, grant, villager, helper, at, how):
    proxy = grant(villager, helper)
    how(proxy, at)
    client.log_in(helper)
    assert client.send(f"/me/proxies/{proxy.id}/start").location == "/me/proxies/"
    assert "您正在代" not in client.get("/me/").text
