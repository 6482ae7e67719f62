"""The questions of a legal-aid intake: what is asked, in which order, and what was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.words import _, _l

Said = Mapping[str, Any]
STORY, MATTER, WHOM = "story", "matter", "whom"
OTHERS, HOUSEHOLD = "others", "household"
QUESTIONS: Mapping[str, str] = {
    STORY: _l("发生了什么事"),
    MATTER: _l("属于哪一类"),
    WHOM: _l("为谁求助"),
    OTHERS: _l("对方是谁"),
    HOUSEHOLD: _l("家里的情况"),
}
LONGEST = {"story": 4000, "whom_name": 40, "others": 1000}
MOST_OTHERS = 20
MOST_PEOPLE, MOST_INCOME = 30, 1_000_000

UNKNOWN, OTHER, CRIMINAL = "unknown", "other", "criminal"
# Legal Aid Law art. 31, item by item; of criminal matters arts. 24, 25 and 28 speak.
MATTERS: Mapping[str, str] = {
    "state": _l("请求国家赔偿"),
    "insurance": _l("社会保险待遇、社会救助"),
    "pension": _l("抚恤金"),
    "support": _l("赡养费、抚养费、扶养费"),
    "pay": _l("被欠工钱"),
    "labour": _l("单位不承认劳动关系"),
    "capacity": _l("认定家人没有或者只有部分行为能力"),
    "work_injury": _l("工伤"),
    "injury": _l("交通事故、食品药品、医疗事故受了伤"),
    "pollution": _l("污染环境、破坏生态受了损害"),
    CRIMINAL: _l("自己或者家人被拘留、逮捕、起诉，要律师辩护"),
    OTHER: _l("别的事"),
    UNKNOWN: _l("不知道"),
}
SELF = "self"
# A guardian asks for a ward, a near relative for somebody who is held (arts. 39 and 40).
WHOMS: Mapping[str, str] = {
    SELF: _l("为我自己"),
    "ward": _l("为我监护的人：孩子，或者不能自己办事的家人"),
    "kin": _l("为被关押的家人，或者被监护人欺负的家人"),
}
NO_TEST = ("heroes_kin", "good_deed", "retrial", "abused")  # art. 32
NOT_CHECKED = ("no_income", "relief", "migrant")  # art. 42
CIRCUMSTANCES: Mapping[str, str] = {
    "no_income": _l("未成年人、老人或者残疾人，没有固定收入"),
    "relief": _l("领低保、特困供养、优抚，或者别的救助"),
    "migrant": _l("进城打工的，要讨工钱或者工伤赔偿"),
    "abused": _l("受了虐待、遗弃或者家庭暴力，就是为这件事来的"),
    "good_deed": _l("因为见义勇为受了损失"),
    "heroes_kin": _l("英雄烈士的近亲属，要维护烈士的名誉"),
    "retrial": _l("再审改判无罪，要求国家赔偿"),
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    STORY: ("story",),
    MATTER: ("matter",),
    WHOM: ("whom", "whom_name"),
    OTHERS: ("others",),
    HOUSEHOLD: ("people", "income", "circumstances"),
}


def answered_in(said: Said) -> frozenset[str]:
    """Return which questions have an answer, be it an empty one."""
    return frozenset(
        name for name, fields in FIELDS.items() if any(each in said for each in fields)
    )


def next_after(question: str, answered: frozenset[str]) -> str | None:
    """Return the first later question without an answer, or None."""
    names = list(QUESTIONS)
    later = names[names.index(question) + 1 :]
    return next((each for each in later if each not in answered), None)


def first_open(answered: frozenset[str]) -> str | None:
    """Return the first question without an answer, or None."""
    return next((each for each in QUESTIONS if each not in answered), None)


def why_not_others(names: Sequence[str]) -> str | None:
    """Say what is wrong with the other parties, one a line, or None."""
    if len(names) > MOST_OTHERS:
        return _("最多写 %(most)s 个", most=MOST_OTHERS)
    return None


def in_words(question: str, said: Said) -> str:
    """Return what was answered, as its reader sees it; empty where nothing was said."""
    if question in {STORY, OTHERS}:
        return str(said.get(question, ""))
    if question == MATTER:
        return str(MATTERS.get(said.get("matter", ""), ""))
    if question == WHOM:
        whom = str(WHOMS.get(said.get("whom", ""), ""))
        name = str(said.get("whom_name", ""))
        return f"{whom}\n{name}" if name else whom
    return "\n".join(_household(said))


def _household(said: Said) -> Sequence[str]:
    found = [str(words) for each, words in CIRCUMSTANCES.items() if each in _chosen(said)]
    if (people := said.get("people")) is not None:
        found.append(_("一家 %(count)s 口人", count=people))
    if (income := said.get("income")) is not None:
        found.append(_("全家一个月大约 %(yuan)s 元", yuan=income))
    return found


def _chosen(said: Said) -> Sequence[str]:
    return list(said.get("circumstances", ()))
