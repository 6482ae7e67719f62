"""Who may be put down as a practitioner, what a clinic says, and hours that make sense."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from core.words import _, _l, dated
from services.clinics.models import ClinicKind, PractitionerKind
from services.clinics.rules.slots import DAY_MINUTES, Span

P = PractitionerKind
LONGEST = {"title": 60, "address": 120, "phone": 40, "words": 500, "licence": 40}
LONGEST_OWN_WORDS = 300  # of a practitioner
FARTHEST = timedelta(days=366)
LONGEST_LICENCE = timedelta(days=40 * 366)
SOON_OVER = timedelta(days=30)  # then an officer is asked to see the new licence
LONGEST_AWAY = timedelta(days=31)
MOST_SPANS = 6  # of one day

KINDS: Mapping[PractitionerKind, str] = {
    P.LAWYER: _l("律师"),
    P.LEGAL_WORKER: _l("基层法律服务工作者"),
    P.LAW_STUDENT: _l("法学学生"),
    P.COUNSELLOR: _l("心理咨询师"),
}
CLINICS: Mapping[ClinicKind, str] = {
    ClinicKind.LEGAL_AID: _l("法律援助联络点"),
    ClinicKind.COUNSELLING: _l("心理疏导"),
}
FITTING: Mapping[ClinicKind, frozenset[PractitionerKind]] = {
    ClinicKind.LEGAL_AID: frozenset({P.LAWYER, P.LEGAL_WORKER, P.LAW_STUDENT}),
    ClinicKind.COUNSELLING: frozenset({P.COUNSELLOR}),
}
GUIDES = frozenset({P.LAWYER, P.LEGAL_WORKER})
WAYS: Mapping[str, str] = {"place": _l("当面"), "phone": _l("电话"), "video": _l("视频")}
LANGUAGES: Mapping[str, str] = {
    "mandarin": _l("普通话"),
    "local": _l("本地话"),
    "cantonese": _l("粤语"),
    "min": _l("闽语"),
    "hakka": _l("客家话"),
    "wu": _l("吴语"),
    "sign": _l("手语"),
    "english": _l("英语"),
}


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands on somebody's licence, and how they can be spoken to."""

    kind: PractitionerKind
    licence: str = ""
    until: date | None = None
    languages: tuple[str, ...] = ()
    words: str = ""


def why_not_see(
    paper: Paper, *, person_id: int, guide: PractitionerKind | None, by: int, today: date
) -> tuple[str, str] | None:
    """Return (field, why this practitioner is not put down), or None.

    A student advises only under the guidance of a lawyer or legal worker (Legal Aid Law 17).
    """
    if person_id == by:
        return "who", _("自己的证件要请别的委员来登记")
    if paper.kind is P.LAW_STUDENT and guide not in GUIDES:
        return "guide", _("法学学生要有律师或法律服务工作者带，请写是谁")
    if paper.kind is not P.LAW_STUDENT and not paper.licence:
        return "licence", _("请照证件写编号")
    for name, most in (("licence", LONGEST["licence"]), ("words", LONGEST_OWN_WORDS)):
        if len(getattr(paper, name)) > most:
            return name, _("最多 %(most)s 个字", most=most)
    if not set(paper.languages) <= set(LANGUAGES):
        return "languages", _("请从列表里选")
    why_not = why_not_until(paper.until, today=today)
    return ("until", why_not) if why_not else None


def why_not_until(until: date | None, *, today: date) -> str | None:
    """Say what is wrong with the last day of a licence, or None; it may have none."""
    if until is None:
        return None
    if until < today:
        return _("这张证已经过期了")
    if until > today + LONGEST_LICENCE:
        return _("最多到 %(day)s", day=dated(today + LONGEST_LICENCE))
    return None


def is_soon_over(until: date | None, *, today: date) -> bool:
    """Tell whether a licence runs out within thirty days, or has run out."""
    return until is not None and until < today + SOON_OVER


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a clinic says of itself."""

    title: str
    address: str
    ways: tuple[str, ...]
    unit_id: int | None = None
    phone: str = ""
    words: str = ""


def why_not_say(said: Said) -> tuple[str, str] | None:
    """Return (field, what is wrong with what a clinic says), or None."""
    for name, missing in (("title", _("请写名称")), ("address", _("请写在哪里"))):
        if not getattr(said, name):
            return name, missing
    for name in ("title", "address", "phone", "words"):
        if len(getattr(said, name)) > LONGEST[name]:
            return name, _("最多 %(most)s 个字", most=LONGEST[name])
    if not said.ways or not set(said.ways) <= set(WAYS):
        return "ways", _("请选见面的方式")
    if said.unit_id is None:  # the village tells which branch may go there and verify it
        return "unit_id", _("请选在哪个村")
    return None


def why_not_ways(ways: Collection[str], *, given: Iterable[str]) -> str | None:
    """Say why a clinic does not give these ways alone, or None: `given` are those of services."""
    used = {code for text in given for code in codes_of(text)}
    missing = [str(WAYS[code]) for code in WAYS if code in used - set(ways)]
    if not missing:
        return None
    return _("还有人在这里用%(ways)s接待，先停掉那一项", ways="、".join(missing))


def written(said: Said) -> str:
    """Return all that a clinic says, to compare two versions line by line."""
    ways = "、".join(str(WAYS[code]) for code in said.ways)
    return f"{said.title}\n{said.address}\n{said.phone}\n{ways}\n{said.words}"


def why_not_contact(
    kind: ClinicKind,
    *,
    person_id: int,
    holds_power: bool,
    has_undertaken: bool,
    by: int,
) -> tuple[str, str] | None:
    """Return (field, why this person is not the contact clerk), or None.

    Never who holds an office of any branch, the secretary first of all, nor who runs the site or
    the market: none of them is to read what people say.
    """
    if kind is not ClinicKind.LEGAL_AID:
        return "who", _("心理疏导不设联络员，直接约咨询师")
    if holds_power:
        return "who", _("书记、委员、运营人员和网站管理员不能当联络员，请换一个人")
    if person_id == by:
        return "who", _("请由别的委员来指定")
    if not has_undertaken:
        return "undertaken", _("要先签保密承诺")
    return None


def why_not_weekly(seats: int) -> str | None:
    """Say why a service has no hours of the week or of a day, or None: groups come to sessions."""
    return _("集体的一场一场定，没有每周的时间") if seats > 1 else None


def why_not_hours(spans: Sequence[Span], *, least: int) -> str | None:
    """Say what is wrong with the hours of a day, or None; minutes of the village's day."""
    if len(spans) > MOST_SPANS:
        return _("一天最多 %(most)s 段", most=MOST_SPANS)
    for begins, ends in spans:
        if begins % 5 or ends % 5:
            return _("时间要是五分钟的整数倍")
        if not 0 <= begins < ends <= DAY_MINUTES:
            return _("开始要早于结束")
        if ends - begins < least:
            return _("这一段太短，放不下一次")
    ordered = sorted(spans)
    if any(first[1] > second[0] for first, second in pairwise(ordered)):
        return _("几段时间重叠了")
    return None


def why_not_day(day: date, *, today: date) -> str | None:
    """Say why nothing is set for this day, or None."""
    if day < today:
        return _("这一天已经过了")
    return (
        _("最远可以定到 %(day)s", day=dated(today + FARTHEST)) if day > today + FARTHEST else None
    )


def why_not_days(first: date, last: date) -> str | None:
    """Say why one is not away from the first day to the last, or None."""
    if last < first:
        return _("最后一天不能早于第一天")
    if last - first >= LONGEST_AWAY:
        return _("一次最多记 %(days)s 天", days=LONGEST_AWAY.days)
    return None


def why_not_off(taken: Collection[datetime], *, is_own: bool) -> str | None:
    """Say why a practitioner cannot be away then, or None: what stands is moved first.

    How much there is learns the practitioner alone.
    """
    if not taken:
        return None
    if not is_own:
        return _("还有约好的时间，请接待的人先改期或取消")
    return _("这段时间有 %(count)s 个预约，请先改期或取消", count=len(taken))


def why_not_guide(
    kind: PractitionerKind, until: date | None, *, has_ended: bool, today: date
) -> str | None:
    """Say why somebody does not guide a student any more, or None."""
    if kind not in GUIDES:
        return _("法学学生要有律师或法律服务工作者带，请写是谁")
    if has_ended or (until is not None and until < today):
        return _("带的人证件过期了，或者不再接待")
    return None


def codes_of(text: str) -> list[str]:
    return [each for each in text.split(",") if each]


def ways_in_words(text: str) -> str:
    """Say by which ways one meets."""
    return "、".join(str(WAYS[code]) for code in codes_of(text))


def languages_in_words(text: str) -> str:
    """Say which languages somebody speaks."""
    return "、".join(str(LANGUAGES[code]) for code in codes_of(text))
