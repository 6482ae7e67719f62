"""Whether somebody may well be granted legal aid, as a hint: the agency alone decides."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.words import _, dated
from services.cases.rules.intake import (
    CIRCUMSTANCES,
    CRIMINAL,
    MATTERS,
    NO_TEST,
    NOT_CHECKED,
    OTHER,
    UNKNOWN,
    Said,
)
from services.cases.rules.thresholds import Basis, Threshold

OF_MIGRANTS = ("pay", "work_injury")  # what art. 42 (3) names, of the matters of art. 31


class Likely(StrEnum):
    """What the hint says: may fit, maybe not, or ask."""

    FITS, ABOVE, ASK = "fits", "above", "ask"


@dataclass(frozen=True)
class Hint:
    """What is said, and which articles of the Legal Aid Law it rests on."""

    likely: Likely
    words: str
    articles: tuple[int, ...]

    @property
    def law(self) -> str:
        """The articles in words."""
        named = "、".join(str(each) for each in self.articles)
        return _("法律援助法第 %(articles)s 条", articles=named)


def hint_of(said: Said, threshold: Threshold | None) -> Hint:
    """Return the hint for what was said in an intake."""
    return hint(
        said.get("matter", UNKNOWN),
        said.get("circumstances", ()),
        people=said.get("people"),
        income=said.get("income"),
        threshold=threshold,
    )


def hint(
    matter: str,
    circumstances: Collection[str],
    *,
    people: int | None = None,
    income: int | None = None,
    threshold: Threshold | None = None,
) -> Hint:
    """Return the hint; `income` is of the whole household, in yuan a month.

    Articles: 31 (matters), 32 (no test of hardship), 34 (the province's line), 41 (pledge), 42
    (hardship is not checked).
    """
    if matter != CRIMINAL and (free := [each for each in NO_TEST if each in circumstances]):
        why = CIRCUMSTANCES[free[0]]
        words = _("看起来可能符合：%(why)s，不看家里的经济情况。", why=why)
        return Hint(Likely.FITS, _decided(words), (32,))
    if matter == UNKNOWN or matter not in MATTERS:
        words = _("还说不准属于哪一类，见面的时候一起看，也可以先打 12348 问。")
        return Hint(Likely.ASK, _decided(words), (31,))
    if matter == CRIMINAL:
        words = _(
            "刑事的事另有规定，看守所、法院有值班律师。请马上打 12348，或者跟办案的人说要法律援助。"
        )
        return Hint(Likely.ASK, _decided(words), (24, 25, 28))
    if matter == OTHER:
        words = _("上面列的里头没有这一类，各省可能另有规定，请打 12348 问。")
        return Hint(Likely.ASK, _decided(words), (31,))
    for each in NOT_CHECKED:
        if each in circumstances and (each != "migrant" or matter in OF_MIGRANTS):
            why = CIRCUMSTANCES[each]
            words = _("看起来可能符合：%(why)s，有材料证明就不再核查经济情况。", why=why)
            return Hint(Likely.FITS, _decided(words), (31, 42))
    return _by_line(people, income, threshold)


def _by_line(people: int | None, income: int | None, threshold: Threshold | None) -> Hint:
    if threshold is None:
        words = _("这类事可以申请，还要看家里的经济情况。本省的标准请打 12348 问。")
        return Hint(Likely.ASK, _decided(words), (31, 34, 41))
    line = _("%(line)s（%(source)s，%(day)s）", **_line(threshold))
    if threshold.basis is not Basis.AMOUNT or not people or income is None:
        words = _("这类事可以申请，还要看家里的经济情况。本省的标准是：%(line)s。", line=line)
        return Hint(Likely.ASK, _decided(words, threshold), (31, 34, 41))
    most = threshold.yuan * people
    if income < most or (threshold.reaches and income == most):
        words = _("看起来可能符合：您家在本省的标准以内，%(line)s。", line=line)
        return Hint(Likely.FITS, _decided(words, threshold), (31, 34, 41))
    words = _("看起来超过了本省的标准：%(line)s。家里有特别的难处，也可以去问。", line=line)
    return Hint(Likely.ABOVE, _decided(words, threshold), (31, 34))


def _line(threshold: Threshold) -> dict[str, str]:
    return {
        "line": _in_words(threshold),
        "source": threshold.source,
        "day": dated(threshold.as_of),
    }


def _in_words(threshold: Threshold) -> str:
    """Return the line as a province draws it."""
    if threshold.basis is Basis.LISTED:
        return _("当地认定的低收入人口")
    if threshold.basis is Basis.AMOUNT:
        measure = _("%(yuan)s 元", yuan=threshold.yuan)
    else:
        measure = _measure(threshold)
    if threshold.reaches:
        return _("一家人平均每人每月不超过%(measure)s", measure=measure)
    return _("一家人平均每人每月低于%(measure)s", measure=measure)


def _measure(threshold: Threshold) -> str:
    once = Decimal(threshold.times) == 1
    times = threshold.times
    if threshold.basis is Basis.WAGE:
        return _("当地最低工资") if once else _("当地最低工资的 %(times)s 倍", times=times)
    if threshold.basis is Basis.RELIEF:
        return _("当地低保标准") if once else _("当地低保标准的 %(times)s 倍", times=times)
    return _("当地城镇居民人均月收入的 %(times)s 倍", times=times)


def _decided(words: str, threshold: Threshold | None = None) -> str:
    """Say with each hint that it is none of ours to decide."""
    if threshold is not None and threshold.also_property:
        words += _("还要看家里有没有值钱的财产。")
    return words + _("这只是提示，由法律援助机构决定。")
