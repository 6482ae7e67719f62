"""Whether what the house relies on outside answers, and the worker works."""

import secrets
import socket
from urllib.parse import urlsplit

from sqlalchemy import func, select

from core.adapters.mail import SmtpMail
from core.cli.checks.registry import Check
from core.clock import now
from core.db import db
from core.house import HOUSE
from core.jobs.queries import last_beat, list_late
from core.jobs.rules import is_alive
from core.notices.models import Notice

PATIENCE = 5  # seconds
NOWHERE = {"localhost", "example.com", "localhost.localdomain"}


def mail_answers() -> str | None:
    """Open a line to the mail server and sign in, without sending anything."""
    if not isinstance(HOUSE.mail, SmtpMail):
        return "MAIL_URL only writes to the log: set smtp://user:password@host:587"
    try:
        HOUSE.mail.connected().quit()
    except OSError as error:
        return f"the mail server does not let us in: {error}"
    return None


def sender() -> str | None:
    _name, sign, domain = HOUSE.settings["MAIL_FROM"].rstrip("> ").rpartition("@")
    good = sign and domain and domain not in NOWHERE
    return None if good else "MAIL_FROM must be an address of your own"


def sms_answers() -> str | None:
    url = HOUSE.settings["SMS_URL"]
    if url == "none:":
        return None  # numbers are confirmed face to face, which is a choice
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return "SMS_URL only writes to the log: set https://… or none:"
    try:
        socket.create_connection((parts.hostname, parts.port or 443), PATIENCE).close()
    except OSError as error:
        return f"the SMS provider does not answer: {error}"
    return None


def cache_answers() -> str | None:
    key, value = f"doctor:{secrets.token_hex(8)}", secrets.token_bytes(16)
    HOUSE.cache.set(key, value, PATIENCE)
    return None if HOUSE.cache.get(key) == value else "look at CACHE_URL; pages are slow meanwhile"


def worker_alive() -> str | None:
    alive = is_alive(last_beat(), at=now())
    return None if alive else "start it: flask --app wsgi worker (the Procfile does)"


def sweeps_done() -> str | None:
    late = list_late(now())
    return f"not done for too long: {', '.join(late)}" if late else None


def notices_out() -> str | None:
    dead = db.session.scalar(select(func.count()).where(Notice.dead == 1)) or 0
    return f"{dead} notices could not be delivered: look at /admin/workers" if dead else None


CHECKS = (
    Check(title="mail server answers", why_not=mail_answers, production=True),
    Check(title="mail has a sender", why_not=sender, production=True),
    Check(title="SMS provider answers", why_not=sms_answers, production=True),
    Check(title="cache answers", why_not=cache_answers),
    Check(title="worker is alive", why_not=worker_alive, production=True),
    Check(title="recurring work is done", why_not=sweeps_done, production=True),
    Check(title="no notice is stuck", why_not=notices_out, production=True),
)
