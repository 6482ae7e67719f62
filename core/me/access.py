"""Who may do what under /me/: everybody, with what is theirs."""

from core.access import Permission, anyone, owner
from core.words import _l

SEE = Permission("core.me.see", _l("看自己的资料"), any_of=(anyone,))
CHANGE = Permission("core.me.change", _l("改自己的资料"), any_of=(anyone,))
END_SESSION = Permission("core.me.end_session", _l("退出自己的设备"), any_of=(owner,))
SEE_ADDRESSES = Permission(
    "core.me.see_addresses", _l("看自己的地址簿"), any_of=(anyone,), scope="order"
)
ADD_ADDRESS = Permission("core.me.add_address", _l("添一个地址"), any_of=(anyone,), scope="order")
KEEP_ADDRESS = Permission(
    "core.me.keep_address", _l("管理自己的地址"), any_of=(owner,), scope="order"
)
