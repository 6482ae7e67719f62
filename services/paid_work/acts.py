"""What is said to an owner of each act that somebody has done for them about paid work."""

from collections.abc import Mapping

from core.words import _l

ACTS: Mapping[str, str] = {
    "paid_work.agree": _l("答应了请一位乡亲来帮工"),
    "paid_work.refuse": _l("答复了一位乡亲，这次不请"),
    "paid_work.call_off": _l("告诉一位乡亲不用来帮工了"),
}
