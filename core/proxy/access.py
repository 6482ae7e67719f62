"""Who may do what with proxies: the two of them, and the desk that looks after the villager."""

from typing import Any

from core.access import Actor, Permission, above, anyone, holds
from core.words import _l


def villager(actor: Actor, subject: Any) -> bool:
    """Grant a proxy to the one it is for."""
    return subject is not None and subject.person_id == actor.person


def helper(actor: Actor, subject: Any) -> bool:
    """Grant a proxy to the one who acts."""
    return subject is not None and subject.proxy_id == actor.person


def done_for(actor: Actor, subject: Any) -> bool:
    """Grant an act to the one for whom it was done."""
    return subject is not None and subject.proxy.person_id == actor.person


officer = holds()

SEE_OWN = Permission("core.proxy.see_own", _l("看谁在代我办、我代谁办"), any_of=(anyone,))
ASK = Permission("core.proxy.ask", _l("申请代人办事"), any_of=(anyone,))
READ = Permission("core.proxy.read", _l("看一份代办"), any_of=(villager, helper))
READ_PAPER = Permission("core.proxy.read_paper", _l("看自己签的字"), any_of=(villager,))
START = Permission("core.proxy.start", _l("开始代人办事"), any_of=(helper,))
END = Permission("core.proxy.end", _l("结束代人办事"), any_of=(anyone,))
STOP = Permission("core.proxy.stop", _l("停掉一份代办"), any_of=(villager, helper))
DISPUTE = Permission("core.proxy.dispute", _l("说一件代办不对"), any_of=(done_for,))
READ_DESK = Permission("core.proxy.read_desk", _l("看本支部村民的代办"), any_of=(officer,))
RECORD = Permission("core.proxy.record", _l("登记签字的代办"), any_of=(officer,))
TELL = Permission("core.proxy.tell", _l("当面告诉村民办了什么"), any_of=(officer,))
ANSWER = Permission("core.proxy.answer", _l("答复村民对代办的异议"), any_of=(officer, above))


def in_office(actor: Actor | None) -> bool:
    """Tell whether the menu of the desk shows the way here."""
    return actor is not None and bool(actor.offices)
