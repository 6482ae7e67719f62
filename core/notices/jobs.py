"""Sending what is due; whatever a crash left behind is found by the sweep."""

from datetime import datetime

import structlog

from core.clock import now
from core.db import db, writing
from core.house import HOUSE, Job, Sweep
from core.notices import operations, rules
from core.notices.operations import Claim
from core.notices.papers import letter_of, message_of
from core.notices.queries import get_notice, list_due
from core.ports import Undeliverable

IN_A_ROW = 2
log = structlog.get_logger(__name__)


def send(*notice_ids: int) -> None:
    """Send these notices, each at least once, unless they are out or another worker has them."""
    failed: dict[str, int] = {}
    for notice_id in notice_ids:
        with writing():
            mine = operations.claim(notice_id, at=now())
        if mine is None:
            continue
        if send_one(mine):
            failed[mine.channel] = 0
            continue
        failed[mine.channel] = failed.get(mine.channel, 0) + 1
        if failed[mine.channel] == IN_A_ROW:  # not the letter: the way out is blocked
            with writing():
                operations.let_rest(mine.channel, at=now())


def send_one(mine: Claim) -> bool:
    """Send a claimed notice and mark it; return False when it may go better later."""
    lasting = False
    try:
        hand_over(mine)
    except Undeliverable as error:
        lasting = True
        log.warning("notice_undeliverable", notice=mine.notice_id, reason=str(error))
    except Exception as error:  # noqa: BLE001  (whatever it is, it is tried again a few times)
        log.warning("notice_failed", notice=mine.notice_id, error=type(error).__name__)
    else:
        with writing():
            operations.mark_sent(mine.notice_id, at=now())
        return True
    db.session.rollback()
    with writing():
        operations.mark_failed(mine, lasting=lasting, at=now())
    return lasting


def hand_over(mine: Claim) -> None:
    """Give the notice to the outside; no transaction is open meanwhile."""
    notice = get_notice(mine.notice_id)
    name = rules.name_on_the_wire(notice.key)
    letter, text, phone = letter_of(notice), message_of(notice), notice.address or ""
    db.session.rollback()
    if mine.channel == "mail":
        HOUSE.mail.send(letter)
    else:
        HOUSE.sms.send(phone, text, message_id=name)


def sweep(at: datetime) -> None:
    """Find what is due and nobody sends, and send it."""
    with writing():
        operations.give_up(at=at)
    due = list_due(at)
    db.session.rollback()
    send(*due)


JOBS: dict[str, Job] = {"notices.send": send}
SWEEPS = {"notices.send": Sweep(minutes=1, work=sweep)}
