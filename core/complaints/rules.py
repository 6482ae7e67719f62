"""How a complaint climbs, how long each has for it, and who may say what."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from core.complaints.models import Complaint, ComplaintStatus, Voice
from core.lifecycle import Lifecycle
from core.words import _, _l

C = ComplaintStatus

# `climb` goes to the branch above, `pass_up` past it to the operator where there is none.
COMPLAINT = Lifecycle(
    {
        C.WITH_STEWARD: {
            "answer": C.ANSWERED,
            "climb": C.WITH_UPPER,
            "pass_up": C.WITH_OPERATOR,
            "close": C.CLOSED,
        },
        C.WITH_UPPER: {"answer": C.ANSWERED, "pass_up": C.WITH_OPERATOR, "close": C.CLOSED},
        C.WITH_OPERATOR: {"answer": C.ANSWERED, "close": C.CLOSED},
        C.ANSWERED: {"climb": C.WITH_UPPER, "pass_up": C.WITH_OPERATOR, "close": C.CLOSED},
    }
)
LYING = (C.WITH_STEWARD, C.WITH_UPPER, C.WITH_OPERATOR)
OPEN = (*LYING, C.ANSWERED)
ANSWER_WITHIN = timedelta(days=3)
SILENT_FOR = timedelta(days=7)
MOST_OPEN = 5  # a person
MOST_A_DAY = 10
LEAST_TEXT, LONGEST_TEXT = 2, 2000

STATUSES: Mapping[ComplaintStatus, str] = {
    C.WITH_STEWARD: _l("等包联人答复"),
    C.WITH_UPPER: _l("等上级支部答复"),
    C.WITH_OPERATOR: _l("等运营方答复"),
    C.ANSWERED: _l("已答复"),
    C.CLOSED: _l("已办结"),
}
VOICES: Mapping[Voice, str] = {
    Voice.COMPLAINER: _l("投诉人"),
    Voice.STEWARD: _l("包联人"),
    Voice.UPPER: _l("上级支部"),
    Voice.OPERATOR: _l("运营方"),
    Voice.OWNER: _l("经营者"),
    Voice.HOUSE: _l("系统"),
}
SPEAKS: Mapping[ComplaintStatus, Voice] = {
    C.WITH_STEWARD: Voice.STEWARD,
    C.WITH_UPPER: Voice.UPPER,
    C.WITH_OPERATOR: Voice.OPERATOR,
}
# What a step of the house says, by its code; what people wrote stands in the step itself.
SAID: Mapping[str, str] = {
    "made": _l("提出投诉"),
    "answered": _l("答复"),
    "climbed": _l("到期没有答复，转到上一级"),
    "further": _l("投诉人不满意，转到上一级"),
    "said": _l("说明情况"),
    "accepted": _l("投诉人满意，办结"),
    "unsettled": _l("投诉人仍不满意，办结。可以打 12315，向市场监管部门投诉"),
    "silent": _l("答复后 7 天没有回话，办结"),
    "closed": _l("投诉人注销了账号，办结"),
}


def next_level(level: ComplaintStatus, *, has_upper: bool) -> str | None:
    """Return the action that takes it one level up, or None: the operator's is the last."""
    if level is C.WITH_OPERATOR:
        return None
    return "climb" if level is C.WITH_STEWARD and has_upper else "pass_up"


def why_not_make(
    person_id: int, *, owners: Collection[int], open_now: int, today: int
) -> str | None:
    """Return why this person cannot complain now, or None."""
    if person_id in owners:
        return _("这是您自己的地方")
    if open_now >= MOST_OPEN:
        return _("您有 %(most)s 件投诉还没办结，等其中一件办结了再提", most=MOST_OPEN)
    if today >= MOST_A_DAY:
        return _("今天提得太多了，请明天再来，或打 12315")
    return None


def why_not_answer(complaint: Complaint, person_id: int, *, owners: Collection[int]) -> str | None:
    """Return why this person does not answer it though it lies with them, or None."""
    if complaint.status not in LYING:
        return _("现在不用答复")
    if person_id == complaint.person_id:
        return _("自己的投诉要由别人答复")
    if person_id in owners:
        return _("投诉的是您自己的地方，要由别人答复")
    return None


def why_not_say(complaint: Complaint, *, said_before: bool) -> str | None:
    """Return why the owner adds nothing, or None: one statement, while it is open."""
    if complaint.status not in OPEN:
        return _("这件投诉已经办结")
    return _("已经说明过一次了") if said_before else None


def due_after(level: ComplaintStatus, *, at: datetime) -> datetime:
    """Return when it climbs by itself, or, once answered, when it closes."""
    return at + (SILENT_FOR if level is C.ANSWERED else ANSWER_WITHIN)
