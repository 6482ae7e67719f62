"""Sending codes and links, and forgetting what is over."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from core.accounts import codes, letters, sessions, throttles
from core.accounts.models import Code
from core.accounts.rules import is_email
from core.clock import now
from core.db import db, writing
from core.house import HOUSE, Job, Sweep
from core.ports import Letter, Undeliverable
from core.words import speaking

LEASE = timedelta(minutes=1)
log = structlog.get_logger(__name__)


def send_code(*code_ids: int) -> None:
    """Send these codes, each at least once, unless they are out or another worker has them."""
    for code_id in code_ids:
        at = now()
        with writing():
            mine = codes.claim(code_id, at=at, until=at + LEASE)
        code = db.session.get(Code, code_id) if mine else None
        if code is not None and hand_over(code):
            with writing():
                codes.mark_sent(code_id)


def hand_over(code: Code) -> bool:
    """Give the message to the outside, in no transaction; False when it may go better later."""
    with speaking(code.language):
        message = letters.message_of(code)
    address, wire_name = code.address or "", f"code-{code.id}-{code.code_hash[:12]}"
    db.session.rollback()
    try:
        if is_email(address):
            host = urlsplit(HOUSE.settings["PUBLIC_URL"]).hostname or "localhost"
            letter = Letter(
                to=address,
                subject=message.subject,
                text=message.text,
                message_id=f"<{wire_name}@{host}>",
            )
            HOUSE.mail.send(letter)
        else:
            HOUSE.sms.send(address, message.text, message_id=wire_name)
    except Undeliverable:
        log.warning("code_undeliverable", code=code.id)
    except OSError as error:
        log.warning("code_failed", code=code.id, error=type(error).__name__)
        return False
    return True


def sweep_codes(at: datetime) -> None:
    """Find what waits to be sent and nobody sends, and send it."""
    due = codes.list_due(at)
    db.session.rollback()
    send_code(*due)


def forget_old(at: datetime) -> None:
    """Delete codes, sessions and counted tries that are over."""
    with writing():
        codes.forget_old(at)
        sessions.forget_old(at)
        throttles.forget_old(at)


JOBS: dict[str, Job] = {"accounts.send_code": send_code}
SWEEPS = {
    "accounts.send_code": Sweep(minutes=1, work=sweep_codes),
    "accounts.forget_old": Sweep(minutes=60, work=forget_old),
}
