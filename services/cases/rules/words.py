"""What is read of a case: how far it is, who opened it, in what part, and how it ended."""

from collections.abc import Mapping

from core.words import _, _l
from services.cases.models import CaseKind, CaseStatus, Opener, Outcome

S = CaseStatus
STATUSES: Mapping[CaseStatus, str] = {
    S.DRAFT: _l("还在写"),
    S.OPEN: _l("交给联络员了"),
    S.HANDED: _l("有人在办"),
    S.CLOSED: _l("办结了"),
    S.WITHDRAWN: _l("撤回了"),
    S.SHREDDED: _l("销毁了"),
}
OPENERS: Mapping[Opener, str] = {
    Opener.CLIENT: _l("本人"),
    Opener.CONTACT: _l("联络员"),
    Opener.PRACTITIONER: _l("经办人"),
    Opener.BROKEN_GLASS: _l("两个人同意后紧急打开"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ADVISED: _l("给了意见"),
    Outcome.REFERRED: _l("转到了别处"),
    Outcome.NOT_NEEDED: _l("不用办了"),
    Outcome.NO_ANSWER: _l("联系不上"),
}
AT_DESK: Mapping[CaseStatus, str] = {
    S.DRAFT: _l("还没交"),
    S.OPEN: _l("等转交"),
    S.HANDED: _l("在办"),
    S.CLOSED: _l("办结了"),
    S.WITHDRAWN: _l("本人撤回了"),
    S.SHREDDED: _l("已经销毁"),
}
OUTCOMES_AT_DESK: Mapping[CaseKind, Mapping[Outcome, str]] = {
    CaseKind.LEGAL_AID: {
        Outcome.ADVISED: _l("说清楚了，给了意见"),
        Outcome.REFERRED: _l("转到别的机构"),
        Outcome.NOT_NEEDED: _l("不用再办了"),
        Outcome.NO_ANSWER: _l("联系不上本人"),
    },
    CaseKind.COUNSELLING: {
        Outcome.ADVISED: _l("谈完了"),
        Outcome.REFERRED: _l("转介到医疗机构"),
        Outcome.NOT_NEEDED: _l("不用再谈了"),
        Outcome.NO_ANSWER: _l("联系不上本人"),
    },
}
PARTS: Mapping[str, str] = {
    "intake": _l("说的事情"),
    "notes": _l("经办人的记录"),
    "papers": _l("材料的清单"),
    "glass": _l("申请打开的理由"),
}


def part_in_words(what: str) -> str:
    """Return what was opened, as the client reads it."""
    name, _colon, number = what.partition(":")
    if name == "paper":
        return _("第 %(number)s 份材料", number=number)
    return str(PARTS.get(name, ""))
