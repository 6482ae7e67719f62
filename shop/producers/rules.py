"""Who may sell what with which papers, and what a producer says about itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import village_day
from core.site.rules import why_not_credit_code as why_not_code
from core.site.rules import why_not_phone
from core.sponsorship.rules import PRAISE
from core.words import _, _l, dated
from shop.producers.models import PaperKind, ProducerKind, ProductClass

KIND = "producer"  # under which name verifications know it
MOST_PRODUCERS = 3  # a person
MOST_PICTURES = 12  # a producer
MOST_PAPERS = 40  # a producer
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_STORY = 40, 120, 5000
LONGEST_AWAY = timedelta(days=366)
REMINDED = timedelta(days=30)  # before the last day of a paper
CHECK_EVERY = timedelta(days=182)  # six months
OLDEST_PAPER, NEWEST_PAPER = date(1980, 1, 1), date(2100, 1, 1)

KINDS: Mapping[ProducerKind, str] = {
    ProducerKind.HOUSEHOLD: _l("农户"),
    ProducerKind.FAMILY_FARM: _l("家庭农场"),
    ProducerKind.COOPERATIVE: _l("合作社"),
    ProducerKind.ENTERPRISE: _l("企业"),
}
KIND_HINTS: Mapping[ProducerKind, str] = {
    ProducerKind.HOUSEHOLD: _l("农户：卖自家种的、养的，不用营业执照"),
    ProducerKind.FAMILY_FARM: _l("家庭农场：办过登记的家庭农场"),
    ProducerKind.COOPERATIVE: _l("合作社：农民专业合作社"),
    ProducerKind.ENTERPRISE: _l("企业：公司、个体工商户"),
}
CLASSES: Mapping[ProductClass, str] = {
    ProductClass.FRESH: _l("新鲜的农产品"),
    ProductClass.LIVE: _l("肉、蛋和水产"),
    ProductClass.WORKSHOP: _l("小作坊做的食品"),
    ProductClass.PREPACKAGED: _l("预包装食品"),
    ProductClass.CRAFT: _l("手工艺品"),
}
CLASS_HINTS: Mapping[ProductClass, str] = {
    ProductClass.FRESH: _l("水果、蔬菜、粮食、菌菇、茶青，只洗过、晒过、分拣过"),
    ProductClass.LIVE: _l("鲜肉、鲜蛋、活鱼活虾；活的畜禽不收"),
    ProductClass.WORKSHOP: _l("自家作坊做的腊肉、酱菜、豆腐、糕点"),
    ProductClass.PREPACKAGED: _l("袋装、瓶装好的，有标签和生产日期"),
    ProductClass.CRAFT: _l("竹编、布鞋、剪纸，不是吃的"),
}
PAPERS: Mapping[PaperKind, str] = {
    PaperKind.BUSINESS: _l("营业执照"),
    PaperKind.FOOD_PRODUCTION: _l("食品生产许可证"),
    PaperKind.FOOD_OPERATION: _l("食品经营许可证"),
    PaperKind.PREPACKAGED_FILING: _l("仅销售预包装食品备案"),
    PaperKind.SMALL_WORKSHOP: _l("食品小作坊登记证"),
    PaperKind.QUARANTINE: _l("动物检疫证明或防疫条件合格证"),
    PaperKind.CONFORMITY: _l("承诺达标合格证"),
}

# One of each set is needed, by class of product and kind of producer.
Needed = tuple[frozenset[PaperKind], ...]
_BUSINESS = frozenset({PaperKind.BUSINESS})
_QUARANTINE = frozenset({PaperKind.QUARANTINE})
_WORKSHOP = frozenset({PaperKind.SMALL_WORKSHOP})
_FOOD = frozenset(
    {PaperKind.FOOD_PRODUCTION, PaperKind.FOOD_OPERATION, PaperKind.PREPACKAGED_FILING}
)


def _by_kind(household: Needed, others: Needed) -> Mapping[ProducerKind, Needed]:
    return {kind: household if kind is ProducerKind.HOUSEHOLD else others for kind in ProducerKind}


# Own farm produce and craft of the home need no registration (E-commerce law 10); food made to be
# sold needs a permit, small workshops theirs (Food safety law 35, 36); animals and what comes of
# them are inspected (Animal epidemic prevention law 25, 49).
PAPERS_NEEDED: Mapping[ProductClass, Mapping[ProducerKind, Needed]] = {
    ProductClass.FRESH: _by_kind((), (_BUSINESS,)),
    ProductClass.LIVE: _by_kind((_QUARANTINE,), (_QUARANTINE, _BUSINESS)),
    ProductClass.WORKSHOP: _by_kind((_WORKSHOP,), (_WORKSHOP, _BUSINESS)),
    ProductClass.PREPACKAGED: _by_kind((_BUSINESS, _FOOD), (_BUSINESS, _FOOD)),
    ProductClass.CRAFT: _by_kind((), (_BUSINESS,)),
}
WHY_PAPERS: Mapping[ProductClass, str] = {
    ProductClass.FRESH: _l("卖自家种的农产品不用办登记（电子商务法第十条）；别的商家要营业执照"),
    ProductClass.LIVE: _l("卖动物和肉蛋要有检疫证明（动物防疫法第四十九条）"),
    ProductClass.WORKSHOP: _l("小作坊做吃的要按省里的规定登记（食品安全法第三十六条）"),
    ProductClass.PREPACKAGED: _l("卖包装好的食品要许可或备案（食品安全法第三十五条）"),
    ProductClass.CRAFT: _l("卖自家做的手工艺品不用办登记（电子商务法第十条）；别的商家要营业执照"),
}

# What the county asks where it has said nothing else.
DEFAULT_QUALIFICATIONS: Mapping[ProductClass, str] = {
    ProductClass.FRESH: "",
    ProductClass.LIVE: "",
    ProductClass.WORKSHOP: "food-seller",
    ProductClass.PREPACKAGED: "food-seller",
    ProductClass.CRAFT: "",
}


def missing_papers(
    kind: ProducerKind, product_class: ProductClass, held: Collection[PaperKind]
) -> list[frozenset[PaperKind]]:
    """Return the sets of which none is held, though one of each is needed."""
    return [each for each in PAPERS_NEEDED[product_class][kind] if each.isdisjoint(held)]


def in_words(papers: Collection[PaperKind]) -> str:
    """Name papers of which one is enough."""
    return _("或").join(str(PAPERS[each]) for each in PaperKind if each in papers)


@dataclass(frozen=True)
class OnePaper:
    """One of the papers that a class needs, which may be any of several kinds."""

    words: str
    first: PaperKind
    is_missing: bool


@dataclass(frozen=True)
class AtClass:
    """How a producer stands with the papers for one class of product."""

    product_class: ProductClass
    words: str
    hint: str
    why: str
    needed: list[OnePaper]

    @property
    def missing(self) -> list[OnePaper]:
        return [each for each in self.needed if each.is_missing]


def class_at(
    kind: ProducerKind, product_class: ProductClass, held: Collection[PaperKind]
) -> AtClass:
    """Return what such a producer needs for the class, and what of it is missing."""
    return AtClass(
        product_class,
        words=str(CLASSES[product_class]),
        hint=str(CLASS_HINTS[product_class]),
        why=str(WHY_PAPERS[product_class]),
        needed=[
            OnePaper(in_words(one), min(one, key=list(PaperKind).index), one.isdisjoint(held))
            for one in PAPERS_NEEDED[product_class][kind]
        ],
    )


def classes_of(classes: Collection[ProductClass]) -> str:
    """Return the classes as the column keeps them."""
    return ",".join(each.value for each in ProductClass if each in classes)


def needs_credit_code(kind: ProducerKind) -> bool:
    return kind in {ProducerKind.COOPERATIVE, ProducerKind.ENTERPRISE}


def why_not_credit_code(kind: ProducerKind, code: str) -> str | None:
    """Say what is wrong with the credit code of such a producer, or None."""
    if not code:
        return _("合作社和企业要写统一社会信用代码") if needs_credit_code(kind) else None
    return why_not_code(code)


def why_not_words(text: str) -> str | None:
    """Say which word no seller may use here, or None: nothing is praised or vouched for."""
    said = next((word for word in PRAISE if word in text), None)
    return _("不能写“%(word)s”", word=said) if said else None


def why_not_reach(phone: str) -> str | None:
    """Say what is wrong with the number that buyers call, or None."""
    return why_not_phone(phone)


def why_not_close(under_way: int) -> str | None:
    """Say why a producer cannot close, or None: what was ordered is delivered first."""
    if under_way == 0:
        return None
    return _("还有 %(count)s 单没办完，都办完了才能关店", count=under_way)


def why_not_another(count: int) -> str | None:
    """Say why somebody who runs so many producers cannot register one more, or None."""
    if count < MOST_PRODUCERS:
        return None
    return _("一个人最多登记 %(most)s 家，要先关掉一家", most=MOST_PRODUCERS)


def why_not_away(begins: date, ends: date, *, today: date) -> tuple[str, str] | None:
    """Return (field, what is wrong) with such a holiday, or None."""
    if ends < begins:
        return "until", _("最后一天不能早于第一天")
    if ends < today:
        return "until", _("这些天已经过了")
    if ends > today + LONGEST_AWAY:
        return "until", _("最多先歇到 %(day)s", day=dated(today + LONGEST_AWAY))
    return None


def why_not_valid(begins: date | None, ends: date | None, *, today: date) -> tuple[str, str] | None:
    """Return (field, what is wrong) with the days of a paper, or None; both may be unknown."""
    if begins and not OLDEST_PAPER <= begins <= today:
        return "valid_from", _("发证日期应该在今天或以前")
    if ends and not OLDEST_PAPER <= ends < NEWEST_PAPER:
        return "valid_until", _("有效期看着不对，请对照证件再写")
    if ends and ends < today:
        return "valid_until", _("这张证已经过期了，请先去换新的")
    if begins and ends and ends < begins:
        return "valid_until", _("有效期不能早于发证日期")
    return None


def is_away(away_from: date | None, away_until: date | None, *, today: date) -> bool:
    """Tell whether a holiday is on."""
    return away_from is not None and away_until is not None and away_from <= today <= away_until


def counts(valid_from: date | None, valid_until: date | None, *, today: date) -> bool:
    """Tell whether a paper with these days counts today."""
    return (valid_from is None or valid_from <= today) and (
        valid_until is None or valid_until >= today
    )


def runs_out(valid_until: date | None, *, today: date) -> bool:
    """Tell whether a paper that still counts is soon out."""
    return valid_until is not None and today <= valid_until <= today + REMINDED


def check_due(
    *, verified_at: datetime, checked_at: datetime | None, changed_at: datetime | None
) -> datetime:
    """Return from when the papers are to be compared anew (E-commerce law 27).

    Every six months; at once when the producer has changed what was verified.
    """
    last = max(verified_at, checked_at) if checked_at else verified_at
    if changed_at is not None and changed_at > last:
        return changed_at
    return last + CHECK_EVERY


def is_check_due(due: datetime, *, at: datetime) -> bool:
    return village_day(due) <= village_day(at)
