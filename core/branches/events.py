"""What people are told about offices and membership."""

from core.house import Event
from core.words import _l

KIND = "支部"  # as people know it from their choices

EVENTS = (
    Event(
        name="branches.office_given",
        kind=KIND,
        title=_l("您在%(branch)s担任%(role)s"),
        text=_l("从现在起，支部工作台里能看到等您办的事。"),
    ),
    Event(
        name="branches.office_ended",
        kind=KIND,
        title=_l("您在%(branch)s的%(role)s职务已结束"),
        text=_l("谢谢您这段时间的付出。支部工作台不再对您开放。"),
    ),
    Event(
        name="branches.handed_over",
        kind=KIND,
        title=_l("%(branch)s的%(role)s已交接"),
        text=_l("接任的是%(name)s，没办完的事都转过去了。"),
    ),
    Event(
        name="branches.member_confirmed",
        kind=KIND,
        title=_l("%(branch)s确认了您的党员身份"),
        text=_l("可以在“我的支部”里看到支部的联系方式。"),
    ),
    Event(
        name="branches.settled",
        kind=KIND,
        title=_l("%(branch)s把您登记为%(unit)s村民"),
        text=_l("如果不对，请打电话给支部办公室%(phone)s，他们会改过来。"),
        urgent=True,
        must=True,
    ),
    Event(
        name="branches.member_added",
        kind=KIND,
        title=_l("%(branch)s把您登记为本支部党员"),
        text=_l("如果不对，请打电话给支部办公室%(phone)s，他们会改过来。"),
        urgent=True,
        must=True,
    ),
    Event(
        name="branches.member_refused",
        kind=KIND,
        title=_l("%(branch)s没有通过您的申请"),
        text=_l("也许是选错了支部。可以打电话到支部办公室问一问，再申请一次。"),
    ),
)
