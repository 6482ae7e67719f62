"""How kinds of help, times of day and marks are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.words import _l
from services.help.models import DayPart, HelpKind, HelpStatus

K, S = HelpKind, HelpStatus


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of help: what the villager reads, what volunteers read, which skill it mostly asks."""

    title: str
    note: str
    icon: str
    task: str
    skill: str = ""


KINDS: Mapping[HelpKind, Kind] = {
    K.SHOPPING: Kind(
        title=_l("代买东西"),
        note=_l("买菜、买药、取快递"),
        icon="bag",
        task=_l("帮村里人买东西、取快递"),
    ),
    K.REPAIRS: Kind(
        title=_l("修修补补"),
        note=_l("灯、水龙头、门窗"),
        icon="wrench",
        task=_l("帮村里人修东西"),
        skill="repairs",
    ),
    K.PAPERWORK: Kind(
        title=_l("填表办事"),
        note=_l("写字、填表、跑手续"),
        icon="pencil-square",
        task=_l("帮村里人填表办事"),
        skill="paperwork",
    ),
    K.COMPANY: Kind(
        title=_l("陪着出门"),
        note=_l("看病、赶集、办事"),
        icon="people",
        task=_l("陪村里人出一趟门"),
    ),
    K.HARVEST: Kind(
        title=_l("抢收抢种"),
        note=_l("家里人手不够"),
        icon="flower1",
        task=_l("帮村里人抢收抢种"),
        skill="farming",
    ),
    K.PHONE: Kind(
        title=_l("教用手机"),
        note=_l("微信、付款、看视频"),
        icon="phone",
        task=_l("教村里人用手机"),
        skill="phone",
    ),
    K.OTHER: Kind(
        title=_l("别的事"),
        note=_l("写下来，或者等支部问您"),
        icon="chat-left-dots",
        task=_l("帮村里人做一件事"),
    ),
}
PARTS: Mapping[DayPart, str] = {
    DayPart.ANY: _l("什么时候都行"),
    DayPart.MORNING: _l("上午"),
    DayPart.AFTERNOON: _l("下午"),
    DayPart.EVENING: _l("晚上"),
}
STATUSES: Mapping[HelpStatus, str] = {
    S.ASKED: _l("收到，等安排"),
    S.PLANNED: _l("安排了"),
    S.DONE: _l("办好了"),
    S.WITHDRAWN: _l("撤回了"),
    S.NOT_POSSIBLE: _l("这次办不了"),
}
GOOD, SO_SO, NOT_GOOD = 3, 2, 1
MARKS: Mapping[int, str] = {GOOD: _l("满意"), SO_SO: _l("一般"), NOT_GOOD: _l("不满意")}
