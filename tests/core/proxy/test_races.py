"""Two who do something with the same proxy at the same instant."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from core.access import SYSTEM
from core.accounts.models import Address, Code
from core.cli import invariants
from core.db import db, writing
from core.proxy import jobs, operations
from core.proxy.models import Act, Proxy
from core.proxy.queries import still_stands
from core.storage.operations import lay_picture
from tests.core.proxy.test_acts import FIELDS, NEW
from tests.core.proxy.world import acts, notices, photo, proxies, wish

pytestmark = pytest.mark.both_engines
CODES = "UPDATE person_code SET tries = tries"
PROXIES = "UPDATE proxy SET stop_why = stop_why"
ACTS = "UPDATE proxy_act SET told_how = told_how"


@pytest.fixture
def me(make, helper):
    return make.actor(helper)


@pytest.fixture
def code(villager, me, at):
    """Return a hand that asks, and leaves what was asked before good."""

    def ask(*scopes):
        with writing():
            made = operations.ask(villager.phone, wish(at, *scopes), by=me, at=at).id
        with writing():
            db.session.execute(update(Code).values(used_at=None))
        return made

    return ask


def shown(code_id, me, at):
    return lambda: operations.agree_by_code(db.session.get_one(Code, code_id), by=me, at=at)


def standing():
    return [each for each in proxies() if each.stopped_at is None]


def test_the_same_code_twice(code, at_once, me, at):
    one = code("ask")
    assert sum(at_once(*[shown(one, me, at)] * 4, row=CODES)) == 1
    assert len(proxies()) == 1
    assert len(notices("proxies.began")) == 1


@pytest.fixture(params=["new", "renewed"])
def stood_before(request, grant, villager, helper):
    return grant(villager, helper, "list") if request.param == "renewed" else None


def test_two_codes_of_the_same_two_people(code, at_once, stood_before, me, at):
    codes = code("ask"), code("order")
    done = at_once(*[shown(each, me, at) for each in codes], row=CODES)
    assert any(done)
    assert len(standing()) == 1
    assert not set(invariants.broken(at=at)) & {"proxies.act_after_stop"}


def test_the_same_paper_handed_in_twice(branch, at_once, elder, helper, by, at):
    with writing():
        proxy_id = operations.put_down(branch, elder, helper, wish(at), by=by, at=at).id
    data = photo()[0].read()
    owner = operations.owner_of_paper(db.session.get_one(Proxy, proxy_id), by=by)
    laid = [lay_picture("签字.jpg", data, by=owner) for _copy in range(2)]

    def hand_in(one):
        return lambda: operations.sign(db.session.get_one(Proxy, proxy_id), one, by=by, at=at)

    assert sum(at_once(*[hand_in(each) for each in laid], row=PROXIES)) == 1
    assert len(standing()) == 1
    assert len(notices("proxies.began")) == 1


def test_stopped_by_two(grant, villager, helper, at_once, me, at):
    proxy_id = grant(villager, helper).id
    both = (replace(SYSTEM, person=villager.id), "self"), (me, "proxy")

    def stop(by, why):
        return lambda: operations.stop(db.session.get_one(Proxy, proxy_id), why, by=by, at=at)

    assert sum(at_once(*[stop(*each) for each in both], row=PROXIES)) == 1


def test_disputed_and_answered_by_two(grant, act, villager, helper, at_once, by, at):
    act_id = act(grant(villager, helper), at).id
    her = replace(SYSTEM, person=villager.id)

    def one():
        return db.session.get_one(Act, act_id)

    disputing = [lambda: operations.dispute(one(), "不对", by=her, at=at)] * 3
    assert sum(at_once(*disputing, row=ACTS)) == 1
    answering = [lambda: operations.answer(one(), "问过了", by=by, at=at)] * 3
    assert sum(at_once(*answering, row=ACTS)) == 1


def test_two_workers_tell_once(grant, act, villager, helper, at_once, at):
    proxy_id = grant(villager, helper).id
    for what in ("complaints.make", "me.new_address"):
        act(db.session.get_one(Proxy, proxy_id), at, what)
    telling = [lambda: operations.send_untold(proxy_id, words={}, at=at)] * 3
    assert sum(at_once(*telling, row=ACTS)) == 3
    assert len(notices("proxies.acted")) == 1
    jobs.tell(at)
    assert len(notices("proxies.acted")) == 1


@pytest.fixture
def both(app, gate, grant, villager, helper, acting, at):
    """Return a hand that lets the helper do something and the villager stop it, at once."""

    def run():
        proxy_id = grant(villager, helper, "order").id
        client = acting(db.session.get_one(Proxy, proxy_id))
        token, came = client.token(), {}
        db.session.rollback()

        def act_now():
            with app.app_context():
                answer = client.post(NEW, data={**FIELDS, "csrf_token": token})
                came["deed"] = answer.status_code

        def stop_now():
            with app.app_context():
                stop_it(proxy_id, villager_id, at)
                db.session.remove()

        villager_id = villager.id
        hands = [threading.Thread(target=each) for each in (act_now, stop_now)]
        db.session.rollback()
        with gate(PROXIES, 2):
            for hand in hands:
                hand.start()
        for hand in hands:
            hand.join(30)
        db.session.rollback()
        db.session.expire_all()
        return came["deed"]

    return run


def stop_it(proxy_id, person_id, at):
    her = replace(SYSTEM, person=person_id)
    with writing():
        operations.stop(db.session.get_one(Proxy, proxy_id), "self", by=her, at=at)


@pytest.mark.parametrize("turn", range(3))
def test_stopped_while_acting(both, at, turn):
    """Either the deed comes first and counts, or the stop does and nothing is done."""
    answered = both()
    assert answered in {302, 403}
    done = int(answered == 302)
    assert len(acts()) == len(db.session.scalars(select(Address)).all()) == done
    assert standing() == []
    assert "proxies.act_after_stop" not in invariants.broken(at=at)


def test_a_deed_under_way_is_stored_before_the_stop(app, grant, villager, helper, at):
    """The stop waits for it, and what comes after is refused."""
    proxy = grant(villager, helper, "order")
    proxy_id, person_id, until = proxy.id, villager.id, proxy.until
    stopped = threading.Event()

    def stop_now():
        with app.app_context():
            stop_it(proxy_id, person_id, at)
            stopped.set()
            db.session.remove()

    hand = threading.Thread(target=stop_now)
    with writing():
        assert still_stands(proxy_id, day=until)
        hand.start()
        assert not stopped.wait(0.3)
        operations.note_act(proxy_id, "checkout.home", "/checkout", at=at)
    hand.join(30)
    assert stopped.is_set()
    with writing():
        assert not still_stands(proxy_id, day=until)
    assert len(acts()) == 1
    assert "proxies.act_after_stop" not in invariants.broken(at=at)
