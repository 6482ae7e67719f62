"""What the operator may publish, and what its facts must look like."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from core.clock import day_starts, village_day
from core.words import _, dated

NOTICE = timedelta(days=7)
LONGEST_TEXT = 60_000
LONGEST_SUMMARY = 200

PHONE = re.compile(r"\+?\d[\d -]{3,17}\d", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def earliest_day(published: datetime) -> date:
    """Return the first day on which a text published now may come into force."""
    return village_day(published + NOTICE - timedelta.resolution) + timedelta(days=1)


def why_not_publish(
    *, published: datetime, effective: datetime, newest_effective: datetime | None
) -> str | None:
    """Say why this text cannot come into force then; the very first version may at once.

    Changes are announced seven days before (E-commerce law 34), and one comes after the other.
    """
    if newest_effective is None:
        return None
    if effective < published + NOTICE:
        return _("改动要提前 7 天公布：最早 %(day)s 生效", day=dated(earliest_day(published)))
    if effective <= newest_effective:
        return _("前面还有一版没有生效，新的一版要排在它后面")
    return None


def effective_from(day: date | None, *, published: datetime) -> datetime:
    """Return the moment at which a text comes into force: at once, or as the day begins."""
    return published if day is None else day_starts(day)


def why_not_credit_code(code: str) -> str | None:
    """Say what is wrong with a unified social credit code (GB 32100: 18 places, the last a sum)."""
    if len(code) != 18 or any(letter not in CREDIT_LETTERS for letter in code):  # noqa: PLR2004
        return _("统一社会信用代码是 18 位数字和大写字母（没有 I、O、S、V、Z）")
    weighed = zip(code[:17], CREDIT_WEIGHTS, strict=True)
    total = sum(CREDIT_LETTERS.index(letter) * weight for letter, weight in weighed)
    if CREDIT_LETTERS[-total % 31] != code[17]:
        return _("统一社会信用代码的校验位对不上，请对照执照再看一遍")
    return None


def why_not_phone(phone: str) -> str | None:
    return None if PHONE.fullmatch(phone) else _("电话只用数字、空格和短横，例如 0571-8888 1234")


def why_not_email(email: str) -> str | None:
    return None if EMAIL.fullmatch(email) else _("邮箱写成 name@example.com 的样子")


CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "credit_code": why_not_credit_code,
    "phone": why_not_phone,
    "email": why_not_email,
}


def why_not_fact(name: str, value: str) -> str | None:
    """Say what is wrong with a fact about the operator; an empty one is only not known yet."""
    if not value:
        return _("网站总要有个名字") if name == "site_name" else None
    return CHECKS[name](value) if name in CHECKS else None
