"""Who may do what in the services."""

from typing import Any

from core.access import Actor, Permission, anyone, holds, owner
from core.words import _l


def helps(actor: Actor, subject: Any) -> bool:
    """Grant a request for help to whoever comes or has come for it."""
    return actor.person in subject.helpers and not actor.is_proxy


def practises(actor: Actor, subject: Any) -> bool:
    """Grant an appointment or a case to the practitioner who has it, to nobody in their name."""
    return subject is None or (
        subject.practitioner_person_id == actor.person and not actor.is_proxy
    )


def guest_of(actor: Actor, subject: Any) -> bool:
    """Grant an appointment to whose it is; to who acts for them only what they booked for them."""
    if subject is None:
        return True
    return subject.person_id == actor.person and (not actor.is_proxy or subject.made_by == actor.id)


def client_of(actor: Actor, subject: Any) -> bool:
    """Grant a case to whom it is about, and to nobody in their name."""
    return subject is None or (subject.client_id == actor.person and not actor.is_proxy)


def contact_of(actor: Actor, subject: Any) -> bool:
    """Grant a case to the contact clerk as long as nobody has taken it on."""
    return (
        subject is not None
        and subject.is_with_contact
        and subject.contact_id == actor.person
        and not (actor.is_proxy or actor.is_admin or actor.is_clerk or actor.offices)
    )


def breaks(actor: Actor, subject: Any) -> bool:
    """Grant a case that must be opened to the two who say so, to nobody in their name."""
    return subject is None or (actor.id in subject.people and not actor.is_proxy)


VOLUNTEER = Permission("services.volunteer", _l("当志愿者，看自己的班次和时长"), any_of=(anyone,))
ANSWER = Permission("services.volunteering.answer", _l("答复问自己的班次"), any_of=(owner,))
READ_TASKS = Permission("services.task.read", _l("看本支部的志愿服务"), any_of=(holds(),))
RUN_TASKS = Permission("services.task.run", _l("发布、修改、取消服务任务"), any_of=(holds(),))
KEEP_LICENCES = Permission(
    "services.licence.keep", _l("登记志愿者的驾驶证、电工证等证件"), any_of=(holds(),)
)
OWN_HOURS = Permission("services.hours.own", _l("看自己的一次服务"), any_of=(owner,))
OBJECT = Permission("services.hours.object", _l("对公示的时长提异议"), any_of=(anyone,))
ORGANISE = Permission("services.hours.organise", _l("给班次点名、补录时长"), any_of=(holds(),))
CONFIRM_HOURS = Permission("services.hours.confirm", _l("核实、更正志愿时长"), any_of=(holds(),))
READ_HOURS = Permission("services.hours.read", _l("看支部的志愿时长"), any_of=(holds(),))
CERTIFY_HOURS = Permission("services.hours.certify", _l("开志愿时长证明"), any_of=(holds(),))
COMMEND = Permission("services.hours.commend", _l("提出和答复志愿服务表扬"), any_of=(holds(),))
ASK_HELP = Permission("services.help.ask", _l("求助"), any_of=(anyone,), scope="ask")
OWN_HELP = Permission(
    "services.help.own", _l("撤回、确认、评价自己的求助"), any_of=(owner,), scope="ask"
)
READ_HELP = Permission(
    "services.help.read", _l("看一件求助"), any_of=(owner, helps, holds()), scope="ask"
)
COME_FOR_HELP = Permission("services.help.come", _l("看自己去帮忙的求助"), any_of=(helps,))
RUN_HELP = Permission("services.help.run", _l("安排和答复求助"), any_of=(holds(),))
ASK_FOR_WORK = Permission("services.paid_work.ask", _l("问帮工，看自己的帮工"), any_of=(anyone,))
OWN_DEAL = Permission("services.paid_work.own", _l("不去自己问过的帮工"), any_of=(owner,))
ANSWER_WORK = Permission(
    "services.paid_work.answer", _l("答复想来帮工的人"), any_of=(owner,), scope="list"
)
BOOK = Permission("services.appointment.book", _l("预约一个时间"), any_of=(anyone,), scope="book")
OWN_APPOINTMENT = Permission(
    "services.appointment.own", _l("看、改、取消自己的预约"), any_of=(guest_of,), scope="book"
)
BEGIN_CASE = Permission("services.case.begin", _l("写下自己的事，交给经办的人"), any_of=(anyone,))
OWN_CASE = Permission("services.case.own", _l("看、撤回、销毁自己的材料"), any_of=(client_of,))
FIND_CASE = Permission(
    "services.case.find", _l("打开一件事的地址"), any_of=(client_of, practises, contact_of)
)
PRACTISE = Permission("services.practise", _l("接待约了自己的人"), any_of=(practises,))
HANDLE_CASE = Permission(
    "services.case.handle", _l("办交到自己手里的事"), any_of=(practises, contact_of)
)
BREAK_GLASS = Permission("services.case.break", _l("两个人一起紧急打开一份材料"), any_of=(breaks,))
RUN_CLINICS = Permission("services.clinic.run", _l("设法律援助点、心理疏导点"), any_of=(holds(),))
