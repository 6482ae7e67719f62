"""When an order is stuck, so that the operator's clerks look into it."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from core.words import _l

TAKEN_ON_WITHIN = timedelta(hours=24)
BACK_WITHIN = timedelta(days=14)  # from the door that was refused, until it is back
COUNTED_DAYS = 90
COUNTED = timedelta(days=COUNTED_DAYS)


class Stuck(StrEnum):
    """In which way an order does not go on."""

    NOT_TAKEN_ON, NOT_SENT = "not_taken_on", "not_sent"
    SHORT, NOT_BACK = "short", "not_back"


WORDS: Mapping[Stuck, str] = {
    Stuck.NOT_TAKEN_ON: _l("下单满一天，没人接"),
    Stuck.NOT_SENT: _l("过了答应的日子，没寄齐、没备好"),
    Stuck.SHORT: _l("交不齐，等买家选"),
    Stuck.NOT_BACK: _l("拒收 14 天，还没退回"),
}
