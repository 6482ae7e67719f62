"""Who may put what on a branch's board."""

from core.access import Permission, holds
from core.bulletins.rules import WRITERS
from core.words import _l

READ_BOARD = Permission("core.bulletin.read", _l("看支部的通知栏"), any_of=(holds(),))
POST_BULLETIN = Permission(
    "core.bulletin.post", _l("张贴、修改、取下通知"), any_of=(holds(*WRITERS),)
)
