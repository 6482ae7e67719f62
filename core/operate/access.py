"""Who may open the operator's desk."""

from core.access import Permission, clerk
from core.words import _l

OPEN = Permission("core.operate.open", _l("打开运营台"), any_of=(clerk,))
