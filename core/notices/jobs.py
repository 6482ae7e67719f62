"""Sending what is due; whatever a crash left behind is found by the sweep."""

from datetime import datetime

import structlog

from core.clock import now
from core.db import db, writing
from core.house import HOUSE, Job, Sweep
from core.notices import operations, rules
from core.notices.models import Notice
from core.notices.papers import letter_of, message_of
from core.notices.queries import find_notice, list_due
from core.ports import Undeliverable

log = structlog.get_logger(__name__)


def send(*notice_ids: int) -> None:
    """Send these notices, each at least once, unless they are out or another worker has them."""
    failed: dict[str, int] = {}
    for notice_id in notice_ids:
        with writing():
            if not operations.claim(notice_id, at=now()):
                continue
        notice = find_notice(notice_id)
        if notice is None or notice.channel is None:
            continue
        channel = notice.channel
        if send_one(notice):
            failed[channel] = 0
            continue
        failed[channel] = failed.get(channel, 0) + 1
        if failed[channel] == 2:  # noqa: PLR2004  (not the letter: the way out is blocked)
            failed[channel] = 0
            with writing():
                operations.let_rest(channel, at=now())


def send_one(notice: Notice) -> bool:
    """Send a claimed notice and mark it; return False when it may go better later."""
    lasting = False
    try:
        hand_over(notice)
    except Undeliverable as error:
        lasting = True
        log.warning("notice_undeliverable", notice=notice.id, reason=str(error))
    except Exception as error:  # noqa: BLE001  (whatever it is, it is tried again a few times)
        log.warning("notice_failed", notice=notice.id, error=type(error).__name__)
    else:
        with writing():
            operations.mark_sent(notice.id, at=now())
        return True
    with writing():
        operations.mark_failed(notice, lasting=lasting, at=now())
    return lasting


def hand_over(notice: Notice) -> None:
    """Give the notice to the outside, in no transaction."""
    if notice.channel == "mail":
        letter = letter_of(notice)
        db.session.rollback()
        HOUSE.mail.send(letter)
    else:
        text, phone = message_of(notice), notice.address or ""
        wire_name = rules.name_on_the_wire(notice.key)
        db.session.rollback()
        HOUSE.sms.send(phone, text, message_id=wire_name)


def sweep(at: datetime) -> None:
    """Find what is due and nobody sends, and send it."""
    with writing():
        operations.give_up(at=at)
    due = list_due(at)
    db.session.rollback()
    send(*due)


JOBS: dict[str, Job] = {"notices.send": send}
SWEEPS = {"notices.send": Sweep(minutes=1, work=sweep)}
