"""Who may do what in the services."""

from typing import Any

from core.access import Actor, Permission, anyone, holds, owner
from core.words import _l


def helps(actor: Actor, subject: Any) -> bool:
    """Grant a request for help to whoever comes or has come for it."""
    return actor.person in subject.helpers and not actor.is_proxy


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
