"""What is said to a villager of each act that somebody has done for them."""

from collections.abc import Mapping

from core.words import _l

ACTS: Mapping[str, str] = {
    "help.ask": _l("求助了"),
    "help.withdraw": _l("撤回了求助"),
    "help.confirm": _l("确认了来帮忙的人做的事"),
    "help.object_to": _l("说了来帮忙的人做的事哪里不对"),
    "help.mark": _l("评价了来帮的忙"),
    "paid_work.agree": _l("答应了请一位乡亲来帮工"),
    "paid_work.refuse": _l("答复了一位乡亲，这次不请"),
    "paid_work.call_off": _l("告诉一位乡亲不用来帮工了"),
}
