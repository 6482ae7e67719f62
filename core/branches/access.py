"""Who may do what with branches, their people and offices."""

from typing import Any

from core.access import Actor, Permission, above, admin, anyone, holds
from core.branches.rules import LEADERS
from core.words import _l


def answers(actor: Actor, subject: Any) -> bool:
    """Grant a request to whom it was given to answer."""
    return subject is not None and subject.keeper_id == actor.person


def parent_secretary(actor: Actor, subject: Any) -> bool:
    """Grant to the secretary of the branch right above."""
    secretaries = actor.branches_as("secretary")
    return bool(secretaries) if subject is None else subject.parent_id in secretaries


def in_office_itself(actor: Actor, subject: Any) -> bool:
    """Grant an office term to who holds it."""
    return subject is not None and subject.person_id == actor.id


officer = holds()
leader = holds(*LEADERS)

OPEN_DESK = Permission("core.desk.open", _l("打开支部工作台"), any_of=(officer,))
READ_DESK = Permission("core.branch.read_desk", _l("看支部的工作台"), any_of=(officer,))
READ_BELOW = Permission("core.branch.read_below", _l("看下级支部的数字"), any_of=(officer,))
READ_OFFICES = Permission(
    "core.branch.read_offices", _l("看支部班子"), any_of=(officer, above, admin)
)
NAME_OFFICER = Permission(
    "core.office.name", _l("任命支部职务"), any_of=(leader, parent_secretary, admin)
)
CHANGE_TERM = Permission(
    "core.office.change",
    _l("改任期、找人代理、交接"),
    any_of=(leader, parent_secretary, admin, in_office_itself),
)
ENTER_PERSON = Permission("core.person.enter", _l("登记村民"), any_of=(officer,))
READ_PERSON = Permission("core.person.read", _l("看本支部的人"), any_of=(officer,))
HELP_PERSON = Permission("core.person.help", _l("当面帮村民登录"), any_of=(officer,))
ADD_MEMBER = Permission("core.membership.add", _l("加入党员"), any_of=(leader,))
READ_MEMBERSHIP = Permission("core.membership.read", _l("看党员身份"), any_of=(officer, answers))
ANSWER_MEMBERSHIP = Permission(
    "core.membership.answer", _l("确认党员身份"), any_of=(leader, answers)
)
EDIT_UNIT = Permission("core.unit.edit", _l("改管辖单位"), any_of=(leader,))
ASK_MEMBERSHIP = Permission("core.membership.ask", _l("看我的支部"), any_of=(anyone,))
JOIN_BRANCH = Permission("core.branch.join", _l("申请加入支部"), any_of=(anyone,))
