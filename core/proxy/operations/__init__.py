"""What is done with a proxy and with the acts that it allows."""

from core.proxy.operations.acts import (
    answer,
    dispute,
    note_act,
    note_delivered,
    send_untold,
    told_by_hand,
    why_not_tell,
)
from core.proxy.operations.agreeing import (
    Wish,
    agree_by_code,
    ask,
    is_mine,
    note_start,
    owner_of_paper,
    put_down,
    sign,
    stop,
    stop_all_of,
)

__all__ = [
    "Wish",
    "agree_by_code",
    "answer",
    "ask",
    "dispute",
    "is_mine",
    "note_act",
    "note_delivered",
    "note_start",
    "owner_of_paper",
    "put_down",
    "send_untold",
    "sign",
    "stop",
    "stop_all_of",
    "told_by_hand",
    "why_not_tell",
]
