"""Telling the villager and the helper how it goes between them."""

from datetime import datetime

from core.access import Actor
from core.accounts.rules import written
from core.accounts.telling import tell
from core.house import HOUSE
from core.proxy import rules
from core.proxy.models import Act, How, Proxy
from core.proxy.queries import find_notice
from core.words import speaking

SAID_AT = "proxy"  # what a notice is about
ACTED = "proxies.acted"


def page_of(proxy: Proxy) -> str:
    """Return the villager's page, whose address travels by SMS and opens to their last digits."""
    return f"/proxy/{proxy.ref}"


def helpers_page_of(proxy: Proxy) -> str:
    return f"/me/proxies/{proxy.id}"


def said(act: Act) -> str:
    """Return in words, in the reader's language, what this act did, and what came of it."""
    return rules.said_of(act, HOUSE.acts)


def tell_began(proxy: Proxy, *, at: datetime) -> None:
    """Tell the villager how to stop it, and the helper where the officer has seen a paper."""
    about, until = f"{SAID_AT}:{proxy.id}", proxy.until.isoformat()
    scopes = rules.scopes_of(proxy.scopes)
    with speaking(proxy.person.language):
        facts = {"who": proxy.proxy.name, "what": rules.named(scopes), "until": until}
    tell([proxy.person_id], "proxies.began", about=about, url=page_of(proxy), facts=facts, at=at)
    if proxy.how is How.PAPER:
        with speaking(proxy.proxy.language):
            facts = {"whom": proxy.person.name, "what": rules.named(scopes), "until": until}
        url = helpers_page_of(proxy)
        tell([proxy.proxy_id], "proxies.yours", about=about, url=url, facts=facts, at=at)


def tell_acted(proxy: Proxy, what: str, *, last: Act, at: datetime) -> int | None:
    """Tell the villager of all that was done up to this act; return the notice."""
    about = f"{SAID_AT}:{proxy.id}:{last.id}"
    tell(
        [proxy.person_id],
        ACTED,
        about=about,
        url=page_of(proxy),
        facts={"who": proxy.proxy.name, "what": what, "when": written(last.at)},
        at=at,
    )
    return find_notice(proxy.person_id, ACTED, about=about)


def tell_stopped(proxy: Proxy, *, by: Actor, at: datetime) -> None:
    """Tell the other of the two, or both where somebody else has stopped it."""
    about = f"{SAID_AT}:{proxy.id}"
    if by.person != proxy.proxy_id:
        facts, url = {"whom": proxy.person.name}, helpers_page_of(proxy)
        tell([proxy.proxy_id], "proxies.stopped", about=about, url=url, facts=facts, at=at)
    if by.person != proxy.person_id:
        facts, url = {"who": proxy.proxy.name}, page_of(proxy)
        tell([proxy.person_id], "proxies.given_back", about=about, url=url, facts=facts, at=at)


def tell_disputed(act: Act, *, at: datetime) -> None:
    proxy = act.proxy
    about, facts = f"{SAID_AT}:act:{act.id}", {"whom": proxy.person.name}
    url = helpers_page_of(proxy)
    tell([proxy.proxy_id], "proxies.disputed", about=about, url=url, facts=facts, at=at)


def tell_answered(act: Act, *, at: datetime) -> None:
    """Tell both, each with the page that is theirs."""
    proxy, about = act.proxy, f"{SAID_AT}:act:{act.id}"
    for person_id, url in (
        (proxy.person_id, page_of(proxy)),
        (proxy.proxy_id, helpers_page_of(proxy)),
    ):
        tell([person_id], "proxies.answered", about=about, url=url, facts={}, at=at)
