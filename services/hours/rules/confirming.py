"""Who may say that an attendance is true, and who may say that it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.access import Actor
from core.words import _, _l
from services.hours.models import AttendanceStatus, Confirmed

BY_VOLUNTEER = (Confirmed.CODE, Confirmed.QR)  # who shows what the person served has told them
AS_SERVED = (Confirmed.SERVED, Confirmed.SERVED_BY_PROXY)  # by a tap on the page of the request
NOTICE_DAYS = 7  # after the day on which it was put up
MOST_OPEN = 5  # objections of one person
NOT_NOW: Mapping[AttendanceStatus, str] = {
    AttendanceStatus.CONFIRMED: _l("这次时长已经确认过了"),
    AttendanceStatus.VOIDED: _l("这次记录已经作废"),
    AttendanceStatus.OPEN: _l("还没有签退，签退以后才能确认"),
    AttendanceStatus.OBJECTED: _l("有人提了异议，要等支部答复"),
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What must be known of an attendance to say who may confirm it.

    `branch_id` is the task's branch, `parent_id` the one right above; `goes_up` when the branch
    has no officer who may confirm, so that those above do. `member_of` is the branch of which the
    volunteer is a confirmed member.

    Whoever could read the code without being told shows nothing by it: `acted_for` when the
    volunteer has held a proxy for the person served since the task was made, `has_printed` when
    they have printed a slip of it. `told_before` when the code of the shift has confirmed
    something of theirs already.
    """

    status: AttendanceStatus
    person_id: int
    served_id: int | None
    branch_id: int
    parent_id: int | None
    goes_up: bool = False
    member_of: int | None = None
    entered_by: int | None = None  # who entered it by hand
    called_by: frozenset[int] = frozenset()  # who called the roll, when they came or went
    acted_for: bool = False
    has_printed: bool = False
    told_before: bool = False
    is_public: bool = False  # the volunteer's masked name may stand in a public notice
    notice_until: date | None = None

    @property
    def goes_to_notice(self) -> bool:
        """Tell whether it is confirmed by a public notice and not by people."""
        return self.served_id is None and self.is_public


def why_not_confirm(
    known: Known, how: Confirmed, *, by: Actor, lives_with: bool = False, today: date
) -> str | None:
    """Say why this person cannot confirm it this way now, or None.

    `lives_with` tells whether whoever taps and the volunteer are of one household.
    """
    if why := _why_not_now(known, how, today=today):
        return why
    if how is Confirmed.NOTICE:
        return None
    if how is Confirmed.PHONE:
        return why_not_ask(known, by=by, lives_with=lives_with)
    if known.served_id is None:
        return _("这次服务没有具体的服务对象，由支部核实或公示")
    if how in AS_SERVED:
        return _why_not_as_served(known, by=by, lives_with=lives_with)
    return _why_not_with_code(known, by=by)


def by_tap(by: Actor) -> Confirmed:
    """Return how it is confirmed by a tap of this person: as oneself, or for who is served."""
    return Confirmed.SERVED_BY_PROXY if by.is_proxy else Confirmed.SERVED


def _why_not_now(known: Known, how: Confirmed, *, today: date) -> str | None:
    """Say why it is not the time for it, or None."""
    if known.status in NOT_NOW:
        return str(NOT_NOW[known.status])
    in_notice = known.status is AttendanceStatus.NOTICE
    if in_notice != (how is Confirmed.NOTICE):
        return _("正在公示，期满没有异议就确认") if in_notice else _("还没有公示")
    if how is Confirmed.NOTICE:
        return _why_not_by_notice(known, today=today)
    return None


def _why_not_by_notice(known: Known, *, today: date) -> str | None:
    if not known.goes_to_notice:
        return _("志愿者收回了公示的同意，由支部核实")
    if known.notice_until is None or today <= known.notice_until:
        return _("公示还没有满")
    return None


def _why_not_as_served(known: Known, *, by: Actor, lives_with: bool) -> str | None:
    if by.person != known.served_id:
        return _("要由服务对象本人确认")
    if known.person_id in {by.id, by.person}:
        return _("自己的时长不能自己确认")
    if lives_with:
        return _("您和志愿者是一家人，要由支部打电话核实")
    return None


def _why_not_with_code(known: Known, *, by: Actor) -> str | None:
    if by.person != known.person_id:
        return _("这不是您的签到")
    if known.served_id == known.person_id:
        return _("自己的时长不能自己确认")
    if known.acted_for:
        return _("您代这位乡亲办过事，看得到确认码，用它不算数。请对方点确认，或由支部打电话问")
    if known.has_printed:
        return _("您打印过这件事的条子，看得到确认码，用它不算数。请对方点确认，或由支部打电话问")
    if known.told_before:
        return _("这一班的确认码您用过一次了。这一次请对方在求助页点确认，或由支部打电话问")
    return None


def why_not_ask(known: Known, *, by: Actor, lives_with: bool) -> str | None:
    """Say why this officer does not confirm it by asking, or None.

    Never the volunteer's own officer: of the branch of which they are a member, of their
    household, or they themselves. Nor whoever entered it by hand, or called the roll: of what one
    has written down oneself somebody else asks.
    """
    if known.person_id in {by.id, by.person}:
        return _("自己的时长要由别人核实")
    if lives_with:
        return _("家里人的时长要由别人核实")
    if known.goes_to_notice:
        return _("志愿者同意公示，公示期满没有异议就确认，不用打电话")
    if known.member_of is not None and known.member_of in by.branches_as():
        return _("志愿者是您这个支部的党员，要由上级支部核实")
    return _why_not_written(known, by=by) or _why_not_here(known, by=by)


def _why_not_written(known: Known, *, by: Actor) -> str | None:
    """Say why this officer does not confirm what they have written down themselves, or None."""
    if known.entered_by == by.person:
        return _("您补录的时长要由别人核实")
    if by.person in known.called_by:
        return _("是您给志愿者点的名，要由别人核实")
    return None


def _why_not_here(known: Known, *, by: Actor) -> str | None:
    held = by.branches_as()
    if known.branch_id in held:
        return None
    if known.goes_up and known.parent_id in held:
        return None
    return _("要由组织这次服务的支部核实")


def why_not_object(
    known: Known, *, by: Actor, objected_before: bool, open_now: int, today: date
) -> str | None:
    """Say why this person does not object to it now, or None.

    The person served objects to what waits for their word, anybody to what is shown in public.
    """
    if known.person_id in {by.id, by.person}:
        return _("这是您自己的时长；记得不对，请在“我的时长”里说")
    if known.status is AttendanceStatus.OBJECTED:
        return _("已经有人提了异议，支部正在核实")
    if not _is_open_to(known, by=by, today=today):
        return _("现在不能提异议")
    if objected_before:
        return _("您已经提过一次，支部答复过了")
    if open_now >= MOST_OPEN:
        return _("您有 %(most)s 条异议还没有答复，等答复了再提", most=MOST_OPEN)
    return None


def _is_open_to(known: Known, *, by: Actor, today: date) -> bool:
    """Tell whether this person may object: as the person served, or because it is shown."""
    if known.status is AttendanceStatus.ENDED:
        return by.person == known.served_id
    shown = known.status is AttendanceStatus.NOTICE and known.is_public
    return shown and known.notice_until is not None and today <= known.notice_until


def why_not_answer(known: Known, *, objector_id: int, by: Actor, lives_with: bool) -> str | None:
    """Say why this officer does not answer an objection to it, or None."""
    if known.person_id in {by.id, by.person}:
        return _("对自己时长的异议要由别人答复")
    if objector_id in {by.id, by.person}:
        return _("自己提的异议要由别人答复")
    if lives_with:
        return _("家里人的时长要由别人核实")
    if known.entered_by == by.person:
        return _("对您补录的时长的异议要由别人答复")
    return _why_not_here(known, by=by)


def why_not_read_words(known: Known, *, by: Actor, lives_with: bool) -> str | None:
    """Say why this officer does not read what was said against the attendance, or None.

    Who objected was promised that the volunteer does not learn it.
    """
    if lives_with or known.person_id in {by.id, by.person}:
        return _("写了什么、是谁写的，只有答复的委员看得到")
    return None


def why_not_void(status: AttendanceStatus, person_id: int, *, by: Actor) -> str | None:
    """Say why this officer does not take it back, or None."""
    if person_id in {by.id, by.person}:
        return _("自己的记录要由别人更正")
    if status is AttendanceStatus.VOIDED:
        return _("这次记录已经作废")
    if status is AttendanceStatus.OBJECTED:
        return _("有人提了异议，请直接答复异议")
    return None
