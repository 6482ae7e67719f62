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
