"""Who may do what in the services."""

from core.access import Permission, anyone, holds, owner
from core.words import _l

VOLUNTEER = Permission("services.volunteer", _l("当志愿者，看自己的班次和时长"), any_of=(anyone,))
OWN_HOURS = Permission("services.hours.own", _l("看自己的一次服务"), any_of=(owner,))
OBJECT = Permission("services.hours.object", _l("对公示的时长提异议"), any_of=(anyone,))
ORGANISE = Permission("services.hours.organise", _l("给班次点名、补录时长"), any_of=(holds(),))
CONFIRM_HOURS = Permission("services.hours.confirm", _l("核实、更正志愿时长"), any_of=(holds(),))
READ_HOURS = Permission("services.hours.read", _l("看支部的志愿时长"), any_of=(holds(),))
CERTIFY_HOURS = Permission("services.hours.certify", _l("开志愿时长证明"), any_of=(holds(),))
COMMEND = Permission("services.hours.commend", _l("提出和答复志愿服务表扬"), any_of=(holds(),))
