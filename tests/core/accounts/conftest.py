"""A house whose mail and short messages go to real servers, and people who can sign in."""

import pytest

from core.accounts import jobs
from core.clock import now
from core.db import db
from tests.core.accounts.world import HASH
from tests.outside import MailServer, SmsServer, serving


@pytest.fixture(scope="session")
def mail_server():
    with serving(MailServer()) as server:
        yield server


@pytest.fixture(scope="session")
def sms_server():
    with serving(SmsServer()) as server:
        yield server


@pytest.fixture
def by_sms():
    """Tell whether a provider for short messages is set; a test may say otherwise."""
    return True


@pytest.fixture
def values(mail_server, sms_server, by_sms):
    mail_server.letters.clear()
    sms_server.messages.clear()
    sms = f"http://secret@127.0.0.1:{sms_server.port}/send"
    return {
        "MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "SMS_URL": sms if by_sms else "none:",
    }


@pytest.fixture
def someone(make, at):
    """Return a hand that makes people with a password and a confirmed number."""

    def person(**kw):
        made = {"password_hash": HASH, "phone_confirmed_at": at, **kw}
        if made.get("phone", "") is None:
            made["phone_confirmed_at"] = None
        return make.person(**made)

    return person


@pytest.fixture
def post(app, mail_server, sms_server):
    """Return the worker's round: sends what is due, returns what went out since the last time."""

    def sent():
        mail_server.letters.clear()
        sms_server.messages.clear()
        jobs.sweep_codes(now())
        db.session.rollback()
        letters = [(each["To"], each.get_content()) for each in mail_server.letters]
        return letters + [(each["to"], each["text"]) for each in sms_server.messages]

    return sent
