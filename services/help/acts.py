"""What is said to a villager of each act that somebody has done for them about help."""

from collections.abc import Mapping

from core.words import _l

ACTS: Mapping[str, str] = {
    "help.ask": _l("求助了"),
    "help.withdraw": _l("撤回了求助"),
    "help.confirm": _l("确认了来帮忙的人做的事"),
    "help.object_to": _l("说了来帮忙的人做的事哪里不对"),
    "help.mark": _l("评价了来帮的忙"),
}
