"""Paid work: the list, one work, the owner's answers, one's own; importing hangs their routes."""

from collections.abc import Mapping

from core.words import _l
from services.paid_work.views import answers, listing, mine, waiting
from services.paid_work.views.blueprint import MENU, bp

ROUTES = (listing, mine, answers)
BLUEPRINTS = (bp,)
SELLING = (waiting.list_selling,)
# What is said to whom it was done for, of each act that somebody has done for them.
ACTS: Mapping[str, str] = {
    "paid_work.agree": _l("答应了请一位乡亲来帮工"),
    "paid_work.refuse": _l("答复了一位乡亲，这次不请"),
    "paid_work.call_off": _l("告诉一位乡亲不用来帮工了"),
}

__all__ = ["ACTS", "BLUEPRINTS", "MENU", "ROUTES", "SELLING"]
