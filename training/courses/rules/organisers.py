"""Who holds courses, what is said of them, and who teaches for them."""

import unicodedata
from dataclasses import dataclass

from core.site.rules import why_not_phone
from core.sponsorship.rules import PRAISE
from core.words import _

MOST_ORGANISERS = 3  # that one person keeps
MOST_TEACHERS = 30
LONGEST = {"name": 40, "about": 500, "address": 120, "phone": 20}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an organiser says of itself."""

    name: str
    about: str
    unit_id: int | None
    address: str
    phone: str

    def written(self) -> str:
        """Return it line by line, to be compared."""
        return f"{self.name}\n{self.about}\n{self.address}\n{self.phone}"


def why_not_say(said: Said) -> tuple[str, str] | None:
    """Return (field, what is wrong) with what an organiser says, or None."""
    missing = {
        "name": _("请写名称"),
        "about": _("请写几句介绍"),
        "address": _("请写地址"),
        "phone": _("请写电话"),
    }
    for field, words in missing.items():
        text = getattr(said, field)
        if not text.strip():
            return field, words
        if len(text) > LONGEST[field]:
            return field, _("最多 %(most)s 个字", most=LONGEST[field])
        if any(unicodedata.category(each) == "Cf" for each in text):
            return field, _("里面有看不见的符号，请重新写一遍")
    for field in ("name", "about"):
        praise = next((word for word in PRAISE if word in getattr(said, field)), None)
        if praise:
            return field, _("不能写“%(word)s”", word=praise)
    if reason := why_not_phone(said.phone):
        return "phone", reason
    return None if said.unit_id else ("unit", _("请选一个村"))


def why_not_another(kept: int) -> str | None:
    """Say why somebody who keeps so many organisers cannot register one more, or None."""
    if kept < MOST_ORGANISERS:
        return None
    return _("一个人最多打理 %(most)s 个办课单位，要先关掉一个", most=MOST_ORGANISERS)


def why_not_name(person_id: int, *, teachers: frozenset[int]) -> str | None:
    """Say why this person cannot be named as a teacher now, or None."""
    if person_id in teachers:
        return _("这个人已经在教了")
    if len(teachers) >= MOST_TEACHERS:
        return _("最多 %(most)s 位老师，先请一位退出", most=MOST_TEACHERS)
    return None


def why_not_take_out(person_id: int, *, keepers: frozenset[int]) -> str | None:
    """Say why this teacher cannot go, or None: somebody always looks after the organiser."""
    if keepers == {person_id}:
        return _("总要有人打理：先请另一位当负责人，或者关掉这个单位")
    return None


def why_not_close(under_way: int) -> str | None:
    """Say why the organiser cannot close, or None: who is learning finishes first."""
    if under_way == 0:
        return None
    return _("还有 %(count)s 位学员没学完，都学完了才能关", count=under_way)
