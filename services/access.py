"""Who may do what in the services."""

from core.access import Permission, anyone, holds, owner
from core.words import _l

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
