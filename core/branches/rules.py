"""What is allowed in the tree of branches, with offices and with memberships."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from core.access import Actor
from core.branches.models import BranchKind, MembershipStatus, OfficeRole, UnitKind
from core.lifecycle import Lifecycle
from core.words import _, _l, dated

ENDING_SOON = timedelta(days=60)
LONGEST_TERM = timedelta(days=6 * 366)
LONGEST_STAND_IN = timedelta(days=366)
KNOWN_FOR = timedelta(days=7)  # before a branch may open somebody's own account
LEAST_SHOWN = 5  # counts of people under this are not shown
DEEPEST_PATH = 190  # what the column holds, with a little room
REGISTRATION = 18  # letters and digits of a unified social credit code (GB 32100)

LEADERS = (OfficeRole.SECRETARY.value, OfficeRole.DEPUTY.value)

MEMBERSHIP = Lifecycle(
    {
        MembershipStatus.ASKED: {
            "confirm_member": MembershipStatus.CONFIRMED,
            "refuse_member": MembershipStatus.REFUSED,
            "take_back_asking": MembershipStatus.ENDED,
        },
        MembershipStatus.CONFIRMED: {"end_membership": MembershipStatus.ENDED},
    }
)

KINDS: Mapping[BranchKind, str] = {
    BranchKind.TOWNSHIP: _l("乡镇党委"),
    BranchKind.VILLAGE: _l("村党支部"),
    BranchKind.JOINT: _l("联合党支部"),
    BranchKind.FUNCTIONAL: _l("功能型党支部"),
    BranchKind.COOPERATIVE: _l("合作社党支部"),
    BranchKind.CLUSTER: _l("网店集群党支部"),
}
UNITS: Mapping[UnitKind, str] = {
    UnitKind.VILLAGE: _l("村"),
    UnitKind.COOPERATIVE: _l("合作社"),
    UnitKind.SHOP: _l("网店"),
}
ROLES: Mapping[OfficeRole, str] = {
    OfficeRole.SECRETARY: _l("书记"),
    OfficeRole.DEPUTY: _l("副书记"),
    OfficeRole.ORGANISATION: _l("组织委员"),
    OfficeRole.PUBLICITY: _l("宣传委员"),
    OfficeRole.DISCIPLINE: _l("纪检委员"),
}
STAND_INS: Mapping[OfficeRole, str] = {
    OfficeRole.SECRETARY: _l("代理书记"),
    OfficeRole.DEPUTY: _l("代理副书记"),
    OfficeRole.ORGANISATION: _l("代理组织委员"),
    OfficeRole.PUBLICITY: _l("代理宣传委员"),
    OfficeRole.DISCIPLINE: _l("代理纪检委员"),
}
STATUSES: Mapping[MembershipStatus, str] = {
    MembershipStatus.ASKED: _l("等待确认"),
    MembershipStatus.CONFIRMED: _l("已确认"),
    MembershipStatus.REFUSED: _l("未通过"),
    MembershipStatus.ENDED: _l("已结束"),
}

TWO_LETTERS = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 南宫 端木 独孤 宇文 长孙 轩辕"
    " 百里 呼延 东郭 西门 申屠 澹台 公冶 宗政 濮阳 淳于 单于 太叔 钟离 鲜于 闾丘 亓官 赫连 拓跋"
)


def surname(name: str) -> str:
    """Return the family name: two letters where they are one name, else the first."""
    name = name.strip()
    first = name[:2]
    two = len(name) > len(first) and first in TWO_LETTERS.split()
    return first if two else name[:1]


def public_name(name: str) -> str:
    """Return how an officer is named in public: 李某."""
    return _("%(surname)s某", surname=surname(name))


def shown_count(people: int) -> str:
    """Return a count as an upper branch may see it: small ones would tell who is meant."""
    return str(people) if people >= LEAST_SHOWN else _("少于 %(least)s", least=LEAST_SHOWN)


def why_not_stand_under(kind: BranchKind, parent: BranchKind | None) -> str | None:
    """Return why a branch of this kind cannot stand under a parent of that kind, or None."""
    if kind is BranchKind.TOWNSHIP and parent not in {None, BranchKind.TOWNSHIP}:
        return _("乡镇党委不能设在别的支部下面")
    return None


def why_not_move(path: str, *, to: str | None) -> str | None:
    """Return why the branch with this path cannot move below the one with that path, or None."""
    if to is None:
        return None
    if to.startswith(path):
        return _("不能移到自己或自己的下级下面")
    if len(to) + len(path) > DEEPEST_PATH:
        return _("层级太深了")
    return None


def may_name(role: str, *, branch_id: int, parent_id: int | None, by: Actor) -> bool:
    """Tell whether this person gives and ends such an office in the branch.

    A secretary comes from the secretary of the branch above or the site's administrator; the
    other offices from the branch's own secretary or deputy.
    """
    if role == OfficeRole.SECRETARY:
        return by.is_admin or (parent_id in by.branches_as(OfficeRole.SECRETARY))
    return branch_id in by.branches_as(*LEADERS)


def why_not_name(
    role: str, person_id: int, *, branch_id: int, parent_id: int | None, by: Actor
) -> str | None:
    """Return why this person cannot give that one the office, or None when he can."""
    if role == OfficeRole.SECRETARY and person_id in {by.id, by.person}:
        return _("不能任命自己当书记")
    if may_name(role, branch_id=branch_id, parent_id=parent_id, by=by):
        return None
    if role == OfficeRole.SECRETARY:
        return _("书记由上级支部书记或网站管理员任命")
    return _("支委由本支部书记或副书记任命")


def may_stand_in(
    role: str, holder_id: int, *, branch_id: int, parent_id: int | None, by: Actor
) -> bool:
    """Tell whether this person names a stand-in: the holder does, and whoever gives the office."""
    named = may_name(role, branch_id=branch_id, parent_id=parent_id, by=by)
    return named or holder_id == by.id


def why_not_since(since: date, *, today: date) -> str | None:
    """Return why a term cannot begin on this day, or None."""
    if since < today - LONGEST_TERM:
        return _("开始日期太早了")
    return _("开始日期最晚是两个月以后") if since > today + ENDING_SOON else None


def why_not_until(
    until: date | None, *, since: date, today: date, longest: timedelta = LONGEST_TERM
) -> str | None:
    """Return why a term cannot last until this day, or None; without a day it has no end."""
    if until is None:
        return None
    if until < since:
        return _("结束日期不能早于开始日期")
    if until < today:
        return _("结束日期已经过了")
    if until > max(since, today) + longest:
        return _("时间太长了，最晚到 %(day)s", day=dated(max(since, today) + longest))
    return None


def why_not_outlast(until: date, held_until: date | None) -> str | None:
    """Return why a stand-in cannot act until this day, or None: not beyond the holder's term."""
    if held_until is None or until <= held_until:
        return None
    return _("代理不能超过原任期 %(day)s", day=dated(held_until))


def last_day(until: date | None) -> str:
    """Return the last day of a term as two editors compare it."""
    return dated(until) if until else _("没有定期限")


def why_not_answer(person_id: int, *, by: Actor) -> str | None:
    """Return why this person cannot answer a membership, or None: nobody confirms himself."""
    return _("自己的党员身份要由别人确认") if by.person == person_id else None


def why_not_print(
    *, leads: bool, has_own_way: bool, known_since: datetime | None, at: datetime
) -> str | None:
    """Return why no slip for a new password is printed for somebody who has one, or None.

    `leads`: a secretary or deputy asks; `has_own_way`: a code reaches the person without a slip;
    `known_since`: from when the branch has known the person as its own.
    """
    if not leads:
        return _("重设密码的条子由书记或副书记开。本人也可以在登录页点“忘记密码”，用短信或邮箱重设")
    if has_own_way and (known_since is None or known_since > at - KNOWN_FOR):
        return _(
            "这个人归到本支部还不满 7 天，先不能开重设密码的条子。"
            "请本人在登录页点“忘记密码”，用短信或邮箱重设，或者满 7 天再来"
        )
    return None


def why_not_registration(text: str) -> str | None:
    """Return what is wrong with a registration number, or None; it may be left out."""
    if not text or (len(text) == REGISTRATION and text.isascii() and text.isalnum()):
        return None
    return _("统一社会信用代码是 18 位字母和数字")
