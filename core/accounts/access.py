"""Who may do what with an account: everybody with their own."""

from core.access import Permission, anyone
from core.words import _l

USE = Permission("core.account.use", _l("使用自己的账号"), any_of=(anyone,))
