"""Why a product is not on sale, what it lacks, and what may be changed about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.words import _, _l, dated
from shop.catalog.models import CertificateKind, Product, ReturnPolicy, Storage
from shop.catalog.rules.categories import CATEGORIES
from shop.producers.models import ProducerKind, ProductClass
from shop.producers.rules import CLASSES

# Farm produce of cooperatives and enterprises carries the 承诺达标合格证 (Agri-product law 39).
CONFORMITY_CLASSES = (ProductClass.FRESH, ProductClass.LIVE)
CONFORMITY_KINDS = (ProducerKind.COOPERATIVE, ProducerKind.ENTERPRISE)

LONGEST_TITLE, LONGEST_TEXT = 60, 5000
STAYS_NEW = timedelta(days=30)  # switched off and on again meanwhile, a product keeps its place
MOST_PRODUCTS = 200  # a producer
MOST_PACKS = 12  # a product
MOST_PICTURES = 9  # a product
MOST_CERTIFICATES = 10  # a product
LONGEST_AHEAD = timedelta(days=180)
LONGEST_VALID = timedelta(days=3660)

STORAGES: Mapping[Storage, str] = {
    Storage.ROOM: _l("常温，阴凉处"),
    Storage.COOL: _l("冷藏"),
    Storage.FROZEN: _l("冷冻"),
}
RETURNS: Mapping[ReturnPolicy, str] = {
    ReturnPolicy.SEVEN_DAYS: _l("收到后 7 天内可以无理由退"),
    ReturnPolicy.FRESH_NONE: _l("鲜活易腐，不支持无理由退；坏了、少了照样可以找商家"),
}
CERTIFICATES: Mapping[CertificateKind, str] = {
    CertificateKind.CONFORMITY: _l("承诺达标合格证"),
    CertificateKind.GREEN: _l("绿色食品证书"),
    CertificateKind.ORGANIC: _l("有机产品证书"),
    CertificateKind.GAP: _l("良好农业规范证书"),
    CertificateKind.OTHER: _l("其他证书"),
}


class State(StrEnum):
    """Where a product stands, in one word for its producer."""

    ON_SALE, SOLD_OUT = "on_sale", "sold_out"
    DRAFT, OFF, WAITING = "draft", "off", "waiting"
    UNVERIFIED, PAPERS, AWAY = "unverified", "papers", "away"
    BLOCKED, CLOSED = "blocked", "closed"


STATES: Mapping[State, str] = {
    State.ON_SALE: _l("在卖"),
    State.SOLD_OUT: _l("卖完了"),
    State.DRAFT: _l("还没写完"),
    State.OFF: _l("没上架"),
    State.WAITING: _l("等支部放行"),
    State.UNVERIFIED: _l("还没核验"),
    State.PAPERS: _l("证照不齐"),
    State.AWAY: _l("歇业中"),
    State.BLOCKED: _l("被运营方下架"),
    State.CLOSED: _l("商家已关"),
}


class Verified(StrEnum):
    """How far the verification of the producer is."""

    NONE, UNDER_WAY = "none", "under_way"
    ACTIVE, SUSPENDED = "active", "suspended"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What decides about one product: the conditions of `on_sale` by name, and what explains them.

    `missing` names what it still lacks: what, packs, how.
    """

    holds: Mapping[str, bool]
    missing: tuple[str, ...]
    blocked_why: str
    verified: Verified
    sells: bool


@dataclass(frozen=True)
class Why:
    """One reason why a product is not on sale, and where it is mended."""

    state: State
    words: str
    mend: str = ""


def missing_of(product: Product) -> tuple[str, ...]:
    """Return what a product lacks before it can be switched on (Price law 13: also its origin)."""
    lacks = (
        ("what", not product.title or product.category not in CATEGORIES),
        ("packs", product.least_fen is None),
        ("how", not product.origin),
    )
    return tuple(name for name, lacking in lacks if lacking)


def why_not_switch_on(product: Product) -> str | None:
    """Return why the producer cannot switch it on, or None when it can be."""
    if product.blocked_at:
        return _("运营方把它下架了，先联系运营方")
    missing = missing_of(product)
    return lacking(missing[0]) if missing else None


def lacking(what: str) -> str:
    """Say what is lacking."""
    words = {
        "what": _("还没写名称和类别"),
        "packs": _("还没有在卖的规格和价格"),
        "how": _("还没选产地"),
    }
    return words[what]


def why_not_on_sale(facts: Facts) -> list[Why]:
    """Return all that keeps it from buyers, what the producer can mend first; empty: on sale."""
    found = [*_own(facts), *_papers(facts), *_verification(facts)]
    if not facts.holds["here"]:
        found.append(Why(State.AWAY, _("您正在歇业，买家看得到但买不了"), "holiday"))
    return found


def state_of(facts: Facts) -> State:
    """Return where the product stands."""
    reasons = why_not_on_sale(facts)
    if reasons:
        return reasons[0].state
    return State.ON_SALE if facts.sells else State.SOLD_OUT


def _own(facts: Facts) -> list[Why]:
    """Return what the operator or the producer has decided."""
    found = []
    if not facts.holds["open"]:
        found.append(Why(State.CLOSED, _("这家已经关了")))
    if not facts.holds["allowed"]:
        words = _("运营方把它下架了：%(why)s", why=facts.blocked_why)
        found.append(Why(State.BLOCKED, words, "contact"))
    if facts.missing:
        found += [Why(State.DRAFT, lacking(each), each) for each in facts.missing]
    elif not facts.holds["on"]:
        found.append(Why(State.OFF, _("您还没有上架"), "switch"))
    return found


def _papers(facts: Facts) -> list[Why]:
    """Return what the law asks for and is not there."""
    found = []
    if not facts.holds["papers"]:
        found.append(Why(State.PAPERS, _("这类商品要的证照没登记，或者过期了"), "papers"))
    if not facts.holds["qualified"]:
        words = _("负责人还没有这类商品要的资格，请带证书到支部登记")
        found.append(Why(State.PAPERS, words, "qualification"))
    if not facts.holds["conformity"]:
        words = _("合作社和企业的农产品要有承诺达标合格证，现在没有或者过期了")
        found.append(Why(State.PAPERS, words, "conformity"))
    return found


def _verification(facts: Facts) -> list[Why]:
    """Return what the branch has not done yet."""
    if facts.verified is Verified.ACTIVE:
        if not facts.holds["on"]:
            return []  # nothing waits for the steward before it is switched on
        if facts.holds["under"] and facts.holds["verified"]:
            return []
        return [Why(State.WAITING, _("等包联人看过、放行"), "verification")]
    words = {
        Verified.NONE: _("支部还没有来核验过，先请支部来看一看"),
        Verified.UNDER_WAY: _("支部正在核验，核验过了再由包联人放行"),
        Verified.SUSPENDED: _("支部的核验暂停了，问问支部要补什么"),
    }
    return [Why(State.UNVERIFIED, words[facts.verified], "verification")]


def class_for(category: str, chosen: ProductClass | None) -> ProductClass:
    """Return the class of such a product; raise ValueError with a sentence when it must be chosen.

    A shelf on which one class alone can lie needs no choice.
    """
    allowed = CATEGORIES[category].classes
    if len(allowed) == 1:
        return allowed[0]
    if chosen in allowed:
        return chosen
    words = "、".join(str(CLASSES[each]) for each in allowed)
    raise ValueError(_("这一类请在这几样里选：%(classes)s", classes=words))


def return_policy_for(product_class: ProductClass) -> ReturnPolicy:
    """Return the usual policy: fresh things need not be taken back (Consumer law 25)."""
    fresh = product_class in CONFORMITY_CLASSES
    return ReturnPolicy.FRESH_NONE if fresh else ReturnPolicy.SEVEN_DAYS


def why_not_return(policy: ReturnPolicy, product_class: ProductClass) -> str | None:
    """Return why this policy cannot stand for such a product (Consumer law 25), or None."""
    if policy is ReturnPolicy.FRESH_NONE and product_class not in CONFORMITY_CLASSES:
        return _("只有鲜活易腐的才能不支持 7 天无理由退货（消费者权益保护法第二十五条）")
    return None


def why_not_ship_by(day: date, *, today: date) -> str | None:
    """Return why a pack cannot be sold ahead to be sent by this day, or None."""
    if day <= today:
        return _("预售的发货日要在今天以后")
    if day > today + LONGEST_AHEAD:
        return _("预售最多到 %(day)s", day=dated(today + LONGEST_AHEAD))
    return None


def why_not_valid_until(day: date, *, today: date) -> str | None:
    """Return why a certificate with this last day is not taken, or None."""
    if day < today:
        return _("这张证书已经过期了")
    if day > today + LONGEST_VALID:
        return _("有效期最多写到十年以后，请对照证书再看看")
    return None


def months_of(chosen: list[int]) -> int:
    """Return the season as bits; no month chosen means all the year."""
    bits = sum(1 << (month - 1) for month in set(chosen))
    return bits or 2**12 - 1
