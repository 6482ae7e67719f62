"""What is said to whom it was done for, of each act of theirs that core lets another do."""

from collections.abc import Mapping

from core.words import _l

ACTS: Mapping[str, str] = {
    "complaints.accept": _l("说投诉的答复可以"),
    "complaints.further": _l("把投诉转到了上一级"),
    "complaints.make": _l("投诉了"),
    "complaints.say": _l("对一件投诉作了说明"),
    "me.delete_address": _l("删了一个收货地址"),
    "me.edit_address": _l("改了收货地址"),
    "me.new_address": _l("添了一个收货地址"),
    "me.usual_address": _l("换了平时用的收货地址"),
    "sponsorship.place": _l("请了支部来核验"),
    "sponsorship.withdraw": _l("撤回了核验的申请"),
}
