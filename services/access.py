"""Who may do what in the services."""

from core.access import Permission, anyone, owner
from core.words import _l

VOLUNTEER = Permission("services.volunteer", _l("当志愿者，看自己的班次和时长"), any_of=(anyone,))
ANSWER = Permission("services.volunteering.answer", _l("答复问自己的班次"), any_of=(owner,))
