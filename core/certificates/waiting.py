"""What of certificates waits at the desk: a second word on a revocation."""

from collections.abc import Iterator
from datetime import datetime

from core.access import Actor
from core.certificates import queries
from core.certificates.operations import page_of
from core.house import WaitingItem
from core.words import _

SHOWN = 20  # by number; that there are more is said in a line


def list_waiting(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield the revocations to confirm or drop, in one's branch and in those right below."""
    found = queries.list_waiting(actor, at=at, limit=SHOWN + 1)
    for asked in found[:SHOWN]:
        certificate = asked.certificate
        yield WaitingItem(
            what=_(
                "%(branch)s要撤销证书 %(number)s，等您来定",
                branch=certificate.branch.name,
                number=certificate.number,
            ),
            since=asked.asked_at,
            url=page_of(certificate),
        )
    if len(found) > SHOWN:
        rest = found[SHOWN]
        yield WaitingItem(
            what=_("还有别的证书要撤销，等着定"),
            since=rest.asked_at,
            url=page_of(rest.certificate),
        )
