"""Who may do what in the school."""

from typing import Any

from core.access import Actor, Permission, anyone, holds, owner
from core.words import _l


def keeps(actor: Actor, subject: Any) -> bool:
    """Grant an organiser, and what belongs to it, to who looks after it."""
    return subject is None or (actor.person in subject.keeper_ids and not actor.is_proxy)


def teaches(actor: Actor, subject: Any) -> bool:
    """Grant a course, and what belongs to it, to those who teach for its organiser."""
    return subject is None or (actor.person in subject.teacher_ids and not actor.is_proxy)


def keeps_class(actor: Actor, subject: Any) -> bool:
    """Grant a class to those who teach for its organiser, and to the volunteer who gives it."""
    return teaches(actor, subject) or (subject.tutor_id == actor.person and not actor.is_proxy)


def learns(actor: Actor, subject: Any) -> bool:
    """Grant what somebody has learnt, written or handed in to that person, to nobody for them."""
    return subject is None or (subject.person_id == actor.person and not actor.is_proxy)


def at_verifying_desk(actor: Actor, subject: Any) -> bool:
    """Grant what the school publishes to the steward and the officers of the verifying branch."""
    if subject is None:
        return bool(actor.offices)
    return subject.branch_id in actor.branches_as() or subject.steward_id == actor.id


TEACH = Permission("training.teach.open", _l("打开教课台"), any_of=(anyone,))
KEEP_ORGANISER = Permission("training.organiser.keep", _l("打理自己的办课单位"), any_of=(keeps,))
BUILD = Permission("training.course.build", _l("编写、发布课程"), any_of=(teaches,))
READ_AT_DESK = Permission(
    "training.course.read_at_desk", _l("看办课单位和它发布的课程"), any_of=(at_verifying_desk,)
)
ENROL = Permission("training.enrol", _l("报名上课"), any_of=(anyone,), scope="enrol")
OWN_ENROLMENT = Permission(
    "training.enrolment.own", _l("看、退自己报的课"), any_of=(owner,), scope="enrol"
)
LEARN = Permission("training.learn", _l("学自己报的课"), any_of=(learns,))
SIT_EXAM = Permission("training.exam.sit", _l("参加自己的考试"), any_of=(learns,))
ANSWER = Permission("training.question.answer", _l("回答学员的提问"), any_of=(teaches,))
MARK = Permission("training.mark", _l("看学员的作业和成绩"), any_of=(teaches,))
ATTEND = Permission("training.class.attend", _l("上课签到"), any_of=(anyone,))
KEEP_CLASS = Permission("training.class.keep", _l("给一堂课点名"), any_of=(keeps_class,))
COUNTERSIGN = Permission(
    "training.class.countersign", _l("核对别人点的名"), any_of=(teaches, holds())
)
