"""A villager, a helper who was asked by her, a branch that looks after both."""

from datetime import timedelta

import pytest

from core.accounts import jobs as accounts_jobs
from core.branches.models import OfficeRole
from core.clock import now, village_day
from core.db import db, writing
from core.notices import jobs as notices_jobs
from core.proxy.models import Act, How, Proxy
from tests.core.accounts.conftest import mail_server, someone  # noqa: F401
from tests.outside import SmsServer, serving
from tests.shop.orders.races.conftest import at_once, gate  # noqa: F401

DAYS = 30


@pytest.fixture(scope="session")
def sms_server():
    with serving(SmsServer()) as server:
        yield server


@pytest.fixture
def by_sms():
    return True


@pytest.fixture
def values(sms_server, by_sms):
    sms_server.messages.clear()
    sms = f"http://secret@127.0.0.1:{sms_server.port}/send"
    return {"SMS_URL": sms if by_sms else "none:"}


@pytest.fixture
def at():
    return now()


@pytest.fixture
def sent(app, sms_server):
    """Return the worker's round: sends what is due, returns what went to whom since last time."""

    def go(at=None):
        sms_server.messages.clear()
        accounts_jobs.sweep_codes(at or now())
        notices_jobs.sweep(at or now())
        db.session.rollback()
        return [(each["to"], each["text"]) for each in sms_server.messages]

    return go


@pytest.fixture
def branch(make):
    return make.branch(name="桃源村党支部", phone="0718-7654321")


@pytest.fixture
def officer(make, branch):
    return make.officer(branch, role=OfficeRole.PUBLICITY, person=make.person(name="周宣"))


@pytest.fixture
def villager(make, branch, at):
    person = make.person(name="张桂兰", phone="13900001234", phone_confirmed_at=at)
    return make.resident(make.unit(branch, name="桃源村"), person)


@pytest.fixture
def helper(make):
    return make.person(name="李小帮", phone="13700005678", password_hash="x")


@pytest.fixture
def elder(make, branch, at):
    """An old villager without a phone."""
    return make.resident(make.unit(branch, name="柳湾村"), make.person(name="陈阿福", phone=None))


@pytest.fixture
def by(make, officer):
    """The officer, as who acts."""
    return make.actor(officer)


@pytest.fixture
def desk(client, officer, branch):
    client.log_in(officer)
    return f"/desk/{branch.id}/proxies/"


@pytest.fixture
def grant(at):
    """Return a hand that lets one act for the other, as if a code had been shown."""

    def made(villager, helper, *scopes, days=DAYS, **kw):
        values = {
            "ref": f"ref-{villager.id}-{helper.id}-{kw.pop('number', 0)}",
            "person_id": villager.id,
            "proxy_id": helper.id,
            "scopes": ",".join(scopes or ("ask",)),
            "how": How.CODE,
            "until": village_day(at) + timedelta(days=days),
            "asked_at": at,
            "consented_at": at,
            **kw,
        }
        with writing():
            proxy = Proxy(**values)
            db.session.add(proxy)
        return proxy

    return made


@pytest.fixture
def acting(client, helper):
    """Return a hand that signs the helper in and begins to act."""

    def begin(proxy, person=helper):
        client.log_in(person)
        answer = client.send(f"/me/proxies/{proxy.id}/start")
        assert answer.location == "/me/proxies/now", answer.text
        return client

    return begin


@pytest.fixture
def act():
    """Return a hand that puts down what was done."""

    def done(proxy, at, what="checkout.home", **kw):
        with writing():
            row = Act(proxy_id=proxy.id, what=what, url="/checkout", at=at, **kw)
            db.session.add(row)
        return row

    return done
