"""Who may do what with certificates; at the desk the subject is an `AtDesk`."""

from typing import Any

from core.access import Actor, Permission, anyone, holds, owner
from core.certificates.rules import REVOKERS
from core.words import _l


def second(actor: Actor, subject: Any) -> bool:
    """Grant a certificate to whoever may say the second word on its revocation, or has said it."""
    return subject is not None and actor.id in subject.seconds | subject.answered


def asker(actor: Actor, subject: Any) -> bool:
    """Grant a certificate to whoever has asked for its revocation."""
    return subject is not None and actor.id in subject.askers


SEE_OWN = Permission("core.certificate.see_own", _l("看自己的证书"), any_of=(anyone,))
PRINT = Permission("core.certificate.print", _l("打印证书"), any_of=(owner, holds()))
READ_LIST = Permission("core.certificate.list", _l("看本支部发的证书"), any_of=(holds(),))
READ = Permission("core.certificate.read", _l("看一张证书"), any_of=(holds(), second, asker))
REVOKE = Permission("core.certificate.revoke", _l("提出撤销证书"), any_of=(holds(*REVOKERS),))
ANSWER = Permission("core.certificate.answer", _l("确认撤销证书"), any_of=(holds(), second))

TAKE_BACK = Permission("core.certificate.take_back", _l("撤回撤销证书"), any_of=(asker,))


def in_office(actor: Actor | None) -> bool:
    """Tell whether the menu of the desk shows the way here."""
    return actor is not None and bool(actor.offices)
