"""What a number looks like, how a certificate stands and is said, and who may end it."""

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from core.accounts.rules import Limit
from core.branches.rules import LEADERS
from core.certificates.models import CertificateKind
from core.words import _, _l, dated

REVOKERS = LEADERS
LONGEST_REASON = 200
LONGEST_TYPED = 40  # of a number, with whatever stands between its signs
GUESSES = Limit("certificates", 30, timedelta(minutes=5))  # numbers that are none, from one source

# No 0 and O, no 1, I and L; 31 signs are a prime number, so that the check finds each sign that is
# wrong and each two that have changed places.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIX = "XC"
RANDOM = 9  # signs, before the one that checks them
HOLDER_SIGNS = 8

KINDS: Mapping[CertificateKind, str] = {
    CertificateKind.SERVICE_HOURS: _l("志愿服务时长证明"),
    CertificateKind.COURSE: _l("结业证书"),
}


class State(StrEnum):
    """How a certificate stands on a day."""

    VALID, EXPIRED, REVOKED = "valid", "expired", "revoked"


# In a word, the kind of its chip, and in a sentence for whoever checks.
STATES: Mapping[State, tuple[str, str, str]] = {
    State.VALID: (_l("有效"), "", _l("查到了，这张证书是真的，现在有效。")),
    State.EXPIRED: (_l("已过期"), "season", _l("查到了，这张证书是真的，但是已经过了有效期。")),
    State.REVOKED: (_l("已撤销"), "trouble", _l("这张证书已经撤销，不能再用。")),
}


def new_number() -> str:
    """Return a number that tells nothing, neither how many there are nor who has it."""
    body = "".join(secrets.choice(SIGNS) for _place in range(RANDOM))
    return written(body + check_of(body))


def check_of(body: str) -> str:
    """Return the sign that checks the others: their weighted sum."""
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(body, 1))
    return SIGNS[total % len(SIGNS)]


def written(signs: str) -> str:
    """Write the ten signs of a number as it is printed: XC-7K3M-9QPT-4R."""
    return "-".join((PREFIX, signs[:4], signs[4:8], signs[8:]))


def holder_number(person_id: int) -> str:
    """Return the number by which a volunteer is known on every paper; it tells nothing more."""
    digest = hashlib.sha256(f"certificates.holder:{person_id}".encode()).digest()
    left = int.from_bytes(digest[:8], "big")
    signs = []
    for _place in range(HOLDER_SIGNS):
        left, sign = divmod(left, len(SIGNS))
        signs.append(SIGNS[sign])
    return "ZY-" + "".join(signs[:4]) + "-" + "".join(signs[4:])


def normal_number(text: str) -> str | None:
    """Return the number that was typed as it is printed, or None for what is none.

    Small letters, wide ones, and whatever stands between the signs do no harm.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST_TYPED]).upper()
    signs = "".join(sign for sign in plain if sign.isalnum())
    if len(signs) == len(PREFIX) + RANDOM + 1:
        signs = signs.removeprefix(PREFIX)
    if len(signs) != RANDOM + 1 or not set(signs) <= set(SIGNS):
        return None
    return written(signs) if check_of(signs[:RANDOM]) == signs[RANDOM] else None


class Lasting(Protocol):
    """What is asked of a certificate to know how it stands."""

    @property
    def valid_until(self) -> date | None: ...

    @property
    def revoked_at(self) -> datetime | None: ...


def state_of(paper: Lasting, *, today: date) -> State:
    """Return how a certificate stands; its last day still counts."""
    if paper.revoked_at is not None:
        return State.REVOKED
    if paper.valid_until is not None and paper.valid_until < today:
        return State.EXPIRED
    return State.VALID


def in_words(content: Sequence[Sequence[Any]]) -> list[str]:
    """Return the sentences of a certificate in the reader's language.

    The facts `since` and `until` are kept as days (2026-11-24) and said as the reader says them;
    `what` is said in the reader's language where it is of the catalogue.
    Raise KeyError where a sentence lacks a fact.
    """
    said = []
    for sentence, facts in content:
        shown = dict(facts)
        for name in ("since", "until"):
            if day := shown.get(name):
                shown[name] = dated(date.fromisoformat(day))
        if what := shown.get("what"):
            shown["what"] = _(what)
        words = _(sentence)
        said.append(words % shown if "%(" in words else words)
    return said


def seconds_of(
    officers: frozenset[int], above: frozenset[int], *, asked_by: int, holder: int
) -> frozenset[int]:
    """Return who may confirm a revocation: another officer of the branch, never the holder.

    Where there is none, the officers of the branch right above may.
    """
    concerned = {asked_by, holder}
    return (officers - concerned) or (above - concerned)


def why_not_ask(
    *, is_revoked: bool, is_open: bool, by: int, holder: int, seconds: frozenset[int]
) -> str | None:
    """Return why this officer cannot ask to revoke a certificate, or None.

    `is_open`: somebody has asked already; `seconds` are who could confirm it.
    """
    if is_revoked:
        return _("这张证书已经撤销了")
    if is_open:
        return _("已经有人提出撤销，等第二个人来定")
    if by == holder:
        return _("自己的证书要由别的班子成员来办")
    if not seconds:
        return _("撤销要两个人，现在找不到第二个人：请先把班子配齐，或者请上级支部配好班子")
    return None


def why_not_take_back(by: int, *, asked_by: int) -> str | None:
    """Return why this person does not take back that a revocation was asked for, or None."""
    return None if by == asked_by else _("谁提出的，谁才能撤回")


def why_not_answer(by: int, *, asked_by: int, holder: int, seconds: frozenset[int]) -> str | None:
    """Return why this person does not confirm or drop a revocation, or None."""
    if by == asked_by:
        return _("撤销是您提出的，要由另一个人来定")
    if by == holder:
        return _("自己的证书要由别的班子成员来定")
    if by not in seconds:
        return _("这件事由本支部的班子成员来定")
    return None
