"""Whom a line of a sheet means, and what may be done with an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.branches.models import MembershipStatus
from core.lifecycle import Lifecycle
from core.roster.columns import LONGEST_NOTE, Line, Problem
from core.roster.models import ImportStatus, RowKind
from core.words import _

ROSTER = Lifecycle(
    {
        ImportStatus.CHECKED: {"apply": ImportStatus.APPLYING, "drop": ImportStatus.DROPPED},
        ImportStatus.APPLYING: {"finish": ImportStatus.DONE},
    }
)


@dataclass(frozen=True)
class Known:
    """Somebody the house knows already."""

    person_id: int
    name: str
    phone: str | None
    phone_is_sure: bool  # confirmed
    has_password: bool
    is_closed: bool
    unit_id: int | None
    household: str | None
    member_of: int | None
    membership: MembershipStatus | None


@dataclass(frozen=True)
class Village:
    """What the house knows of the people that a sheet may mean."""

    branch_id: int
    unit_id: int
    officer: int  # who imports
    by_phone: Mapping[str, Known] = field(default_factory=dict)
    by_name: Mapping[str, Sequence[Known]] = field(default_factory=dict)  # residents only


@dataclass(frozen=True)
class Verdict:
    """Whom a line means: nobody yet, or this person; what changes; what is in the way."""

    kind: RowKind
    person: Known | None = None
    changes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def bare(name: str) -> str:
    """Return the name as it is compared: without spaces."""
    return "".join(name.split())


def judge(line: Line, village: Village) -> Verdict:
    """Tell whom this line means and what applying it would do."""
    if line.problems:
        return Verdict(RowKind.BAD, problems=line.problems)
    person, problem = find(line, village)
    problems = [problem] if problem else []
    if person is not None:
        problems += why_not_the_same(line, person, village)
    if line.member and (problem := why_not_member(line, person, village)):
        problems.append(problem)
    if problems:
        return Verdict(RowKind.BAD, problems=tuple(problems))
    if person is None:
        return Verdict(RowKind.NEW)
    changes = tuple(changes_of(line, person))
    return Verdict(RowKind.CHANGED if changes else RowKind.KNOWN, person, changes)


def find(line: Line, village: Village) -> tuple[Known | None, Problem | None]:
    """Return the person meant: by number, else by name and household in the village."""
    if line.phone and (holder := village.by_phone.get(line.phone)):
        if bare(holder.name) == bare(line.name) and not holder.is_closed:
            return holder, None
        return None, line.problem("phone", _("这个号码登记在别人名下，请核对姓名和号码"))
    namesakes = village.by_name.get(bare(line.name), ())
    vague = [each for each in namesakes if not each.phone and not each.household]
    if line.household:
        same = [each for each in namesakes if each.household == line.household] or vague
    elif line.phone:
        same = [each for each in namesakes if not each.phone]
        if len(same) == 1 and same != vague:
            return None, line.problem("name", _("村里有同名的人，请写户号，好分清是不是同一个人"))
    else:
        same = list(namesakes)
        if len(same) == 1 and same != vague:
            reason = _("村里有同名的人，请写手机号或户号，好分清是不是同一个人")
            return None, line.problem("name", reason)
    if len(same) > 1:
        return None, line.problem("name", _("村里有几个同名的人，分不清是哪一个，请写手机号"))
    return (same[0] if same else None), None


def why_not_the_same(line: Line, person: Known, village: Village) -> list[Problem]:
    """Return what speaks against changing this person as the line says."""
    found = []
    if person.unit_id not in {None, village.unit_id}:
        found.append(line.problem("name", _("这个人登记在别的村，要先由那边迁出")))
    if line.phone and person.phone != line.phone:
        if person.has_password:
            reason = _("和本人登录用的号码不一样。要换号码，请本人在“我的”里改")
            found.append(line.problem("phone", reason))
        elif person.phone_is_sure:
            reason = _("和当面确认过的号码不一样，请先当面确认新号码")
            found.append(line.problem("phone", reason))
    return found


def why_not_member(line: Line, person: Known | None, village: Village) -> Problem | None:
    """Return why the line cannot make the person a member of the branch, or None."""
    if person is None:
        return None
    if person.member_of not in {None, village.branch_id}:
        return line.problem("member", _("已经在别的支部，要先从那边转出"))
    confirmed = person.membership is MembershipStatus.CONFIRMED
    if person.person_id == village.officer and not confirmed:
        return line.problem("member", _("自己的党员身份要由别人确认"))
    return None


def changes_of(line: Line, person: Known) -> list[str]:
    """Return what becomes different for somebody the house knows."""
    changes = []
    if person.unit_id is None:
        changes.append(_("登记到本村"))
    if line.phone and person.phone != line.phone:
        changes.append(_("手机号"))
    if line.household and person.household != line.household:
        changes.append(_("户号"))
    if line.member and person.membership is not MembershipStatus.CONFIRMED:
        changes.append(_("确认党员"))
    return changes


def judge_all(lines: Sequence[Line], village: Village) -> list[Verdict]:
    """Judge a whole sheet; of two lines that mean the same person the second is a problem."""
    seen: dict[int, int] = {}
    return [only_once(line, judge(line, village), seen) for line in lines]


def only_once(line: Line, verdict: Verdict, seen: dict[int, int]) -> Verdict:
    """Return the verdict, or a problem where an earlier line means the same person.

    `seen` maps people to the line that was first, and learns of this one.
    """
    if verdict.person is None:
        return verdict
    first = seen.setdefault(verdict.person.person_id, line.number)
    if first == line.number:
        return verdict
    reason = _("和第 %(line)s 行是同一个人", line=first)
    return Verdict(RowKind.BAD, problems=(line.problem("name", reason),))


def consent_of(general: str, own: str) -> str:
    """Return what is kept with a person about how they agreed."""
    return "；".join(part for part in (general, own) if part)[:LONGEST_NOTE]
