"""When a notice goes out, when it is tried again, and by which name mail servers know it."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from core.house import Event

MOST_TRIES = 8
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360))
LEASE = timedelta(minutes=5)  # longer than the slowest mail server is waited for
OUT_OF_REACH = timedelta(minutes=5)  # how long a channel rests that has failed twice in a row


def goes_out(event: Event, *, wanted: bool | None) -> bool:
    """Tell whether it also leaves by mail or SMS; `wanted` is the person's choice, if any."""
    if event.must or wanted is None:
        return event.must or event.urgent
    return wanted


def next_pause(tries: int) -> timedelta | None:
    """Return how long to wait after so many failed tries, or None when it is of no use."""
    if tries >= MOST_TRIES:
        return None
    return PAUSES[min(tries, len(PAUSES)) - 1]


def name_on_the_wire(key: str) -> str:
    """Return what stays the same however often the notice is sent again."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def message_id(key: str, *, public_url: str) -> str:
    """Return the Message-ID of the notice's mail."""
    return f"<{name_on_the_wire(key)}@{urlsplit(public_url).hostname or 'localhost'}>"
