"""Who may read which notices."""

from core.access import Permission, owner
from core.words import _l

READ_NOTICE = Permission("core.notice.read", _l("看自己的消息"), any_of=(owner,))
