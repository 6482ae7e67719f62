"""A house whose mail and short messages go to real servers on this machine."""

import pytest

from core.accounts.telling import tell
from core.db import writing
from tests.core.notices.world import AREA, FACTS, URGENT
from tests.outside import MailServer, SmsServer, serving
from wsgi import AREAS


@pytest.fixture
def mail_server():
    with serving(MailServer()) as server:
        yield server


@pytest.fixture
def sms_server():
    with serving(SmsServer()) as server:
        yield server


@pytest.fixture
def values(mail_server, sms_server):
    return {
        "MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "SMS_URL": f"http://secret@127.0.0.1:{sms_server.port}/send",
    }


@pytest.fixture
def areas():
    return (*AREAS, AREA)


@pytest.fixture
def reachable(make, at):
    """Return a hand that makes people with a confirmed address."""

    def person(**kw):
        number = make.number()
        mail = {"email": f"p{number}@example.test", "email_confirmed_at": at}
        return make.person(**{**mail, **kw})

    return person


@pytest.fixture
def say(app, at):
    """Return a voice: tells people of the urgent event about one thing."""

    def told(*people, event=URGENT, about="thing:1", when=at, facts=FACTS, url="/branches/"):
        with writing():
            return tell(
                [each.id for each in people], event, about=about, url=url, facts=facts, at=when
            )

    return told
