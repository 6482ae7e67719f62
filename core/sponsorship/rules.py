"""Which branch may verify a place, who may take part, and how a verification goes on."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.branches.models import BranchKind
from core.lifecycle import Lifecycle
from core.sponsorship.models import Kinship, Seen, SponsorshipStatus
from core.words import _, _l, dated

S = SponsorshipStatus

SPONSORSHIP = Lifecycle(
    {
        S.ASKED: {"assign": S.VISITING, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN},
        S.VISITING: {"verify": S.ACTIVE, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN},
        S.ACTIVE: {"suspend": S.SUSPENDED, "end": S.ENDED, "lapse": S.LAPSED},
        S.SUSPENDED: {"resume": S.ACTIVE, "end": S.ENDED},
    }
)
UNDER_WAY = (S.ASKED, S.VISITING)
STANDING = (S.ACTIVE, S.SUSPENDED)
OVER = (S.REFUSED, S.WITHDRAWN, S.ENDED, S.LAPSED)

STATUSES: Mapping[SponsorshipStatus, str] = {
    S.ASKED: _l("等支部安排"),
    S.VISITING: _l("等走访和决定"),
    S.ACTIVE: _l("已核验"),
    S.SUSPENDED: _l("暂停中"),
    S.REFUSED: _l("没有通过"),
    S.WITHDRAWN: _l("已撤回"),
    S.ENDED: _l("已终止"),
    S.LAPSED: _l("已到期"),
}
FOUND: Mapping[Seen, str] = {
    Seen.YES: _l("看过，符合"),
    Seen.NO: _l("看过，不符合"),
    Seen.NOT_NEEDED: _l("不需要"),
}
KINSHIPS: Mapping[Kinship, str] = {
    Kinship.NONE: _l("和经营者没有亲属关系"),
    Kinship.RELATIVE: _l("和经营者是近亲属"),
    Kinship.OWN: _l("这是我自己的"),
}

PRAISE = ("担保", "推荐", "推介", "优选")  # said of no place and no goods
NUMBER = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")  # of a phone, of a person

# What the house itself puts down as a reason.
REPLACED, LEFT_ALONE = "由新的核验接替", "满 14 天没有定新的包联人"
OWN_REASONS: Mapping[str, str] = {
    REPLACED: _l("由新的核验接替"),
    LEFT_ALONE: _l("满 14 天没有定新的包联人"),
}

LONGEST_NOTE = 300
MOST_TO_CHOOSE = 60  # from so many people one is chosen; from more, typed
LONGEST_FOUND = 2000
LONGEST_REMARK = 120
LONGEST_REASON = 300
LONGEST_ALT = 80
MOST_PICTURES = 12
BEFORE_ASKING = timedelta(days=30)  # a visit may have been so long before it was asked for
MONTHS_VALID = 12
REMIND_BEFORE = timedelta(days=30)
RENEW_BEFORE = timedelta(days=60)
WITHOUT_STEWARD = timedelta(days=14)
# A branch of such a kind lives inside the unit that it stands in.
LIVES_INSIDE = (BranchKind.COOPERATIVE, BranchKind.CLUSTER)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A branch that might verify: who holds an office in it today, and who leads it."""

    branch_id: int
    kind: BranchKind
    closed: bool
    officers: frozenset[int]
    leaders: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a visitor writes: the day, what was seen at each point with a remark, what was found."""

    day: date | None = None
    checks: Mapping[str, tuple[Seen | None, str]] = field(default_factory=dict)
    note: str = ""


def why_not_verify(
    branch: Candidate,
    *,
    own_branch_id: int | None,
    representative_id: int | None,
    owners: Collection[int],
) -> str | None:
    """Return why this branch cannot verify a place of these owners, or None when it can.

    `own_branch_id` is the branch of the unit that the place itself is.
    """
    if branch.closed:
        return _("这个支部已经撤销")
    if branch.kind in LIVES_INSIDE and branch.branch_id == own_branch_id:
        return _("支部不能核验自己所在的单位，要由上级支部来看")
    if representative_id is not None and representative_id in branch.officers:
        return _("法定代表人在这个支部任职，要由上级支部来看")
    if branch.leaders and branch.leaders <= set(owners):
        return _("书记是经营者本人或同一户的人，要由上级支部来看")
    return None


def branch_for(
    branches: Sequence[Candidate],
    *,
    own_branch_id: int | None,
    representative_id: int | None,
    owners: Collection[int],
) -> int | None:
    """Return the first of these branches, the nearest first, that may verify, or None."""
    for each in branches:
        reason = why_not_verify(
            each,
            own_branch_id=own_branch_id,
            representative_id=representative_id,
            owners=owners,
        )
        if reason is None:
            return each.branch_id
    return None


def why_not_take_part(
    person_id: int, *, owners: Collection[int], housemates: Collection[int]
) -> str | None:
    """Return why this person neither visits nor decides here, or None.

    `housemates` live in one household with an owner, by the roster.
    """
    if person_id in owners:
        return _("不能核验自己的，请换一个人")
    if person_id in housemates:
        return _("花名册上和经营者是同一户，请换一个人")
    return None


def why_not_declared(kinship: Kinship) -> str | None:
    """Return why somebody who declares this may not go on, or None."""
    if kinship is Kinship.NONE:
        return None
    return _("自己的或近亲属的，要由别人去看、由别人决定")


def why_not_day(day: date, *, asked: date, today: date) -> str | None:
    """Return why a visit cannot have been on this day, or None."""
    if day > today:
        return _("走访日期不能在今天以后")
    if day < asked - BEFORE_ASKING:
        return _("走访太早了，最早算到 %(day)s", day=dated(asked - BEFORE_ASKING))
    return None


def why_not_words(text: str) -> str | None:
    """Return why everybody may not read this text, or None: no praise, no number of a person."""
    said = next((word for word in PRAISE if word in text), None)
    if said is not None:
        return _("走访记录只写事实，不能写“%(word)s”", word=said)
    if NUMBER.search(unicodedata.normalize("NFKC", text)):
        return _("谁都能看到走访记录，不要写电话号码和身份证号")
    return None


def why_not_hand_in(found: Findings, *, checklist: Mapping[str, str]) -> str | None:
    """Return what the form still lacks, or None: each point is said, each "no" explained."""
    for code, words in checklist.items():
        seen, remark = found.checks.get(code, (None, ""))
        if seen is None:
            return _("“%(point)s”还没有选", point=words)
        if seen is Seen.NO and not remark:
            return _("“%(point)s”不符合，请写明情况", point=words)
    written = (found.note, *(remark for _seen, remark in found.checks.values()))
    return next((reason for text in written if (reason := why_not_words(text))), None)


def year_after(day: date) -> date:
    """Return the same day of the next year; for 29 February the last of that month."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def why_not_until(until: date, *, visited: date, today: date) -> str | None:
    """Return why a verification cannot last until the end of this day, or None."""
    if until < today:
        return _("有效期不能早于今天")
    if until > year_after(visited):
        return _("最长到走访后 12 个月，%(day)s", day=dated(year_after(visited)))
    return None


def why_not_renew(valid_until: date | None, *, today: date) -> str | None:
    """Return why it is too early to ask for the next verification, or None."""
    if valid_until is None or today >= valid_until - RENEW_BEFORE:
        return None
    day = dated(valid_until - RENEW_BEFORE)
    return _("现在还早，%(day)s 起可以申请续期", day=day)


def why_not_resume(valid_until: date | None, *, has_steward: bool, today: date) -> str | None:
    """Return why a suspended verification cannot go on, or None."""
    if valid_until is None or valid_until < today:
        return _("有效期已经过了，请经营者重新申请")
    return None if has_steward else _("先定好包联人，再恢复")


def reason_in_words(reason: str) -> str:
    """Return a reason as it is read: the house's own in the reader's language."""
    return str(OWN_REASONS.get(reason, reason))


def is_overdue(stewardless_at: datetime | None, *, at: datetime) -> bool:
    """Tell whether a verification has been without a steward for too long."""
    return stewardless_at is not None and stewardless_at + WITHOUT_STEWARD <= at


def as_text(found: Findings, *, checklist: Mapping[str, str]) -> str:
    """Return all that a visitor writes, to compare two versions line by line."""
    lines = [dated(found.day) if found.day else _("走访日期没有填")]
    for code, words in checklist.items():
        seen, remark = found.checks.get(code, (None, ""))
        said = str(FOUND[seen]) if seen else _("没有选")
        lines.append(_("%(point)s：%(found)s %(remark)s", point=words, found=said, remark=remark))
    return "\n".join([*(line.strip() for line in lines), found.note])
