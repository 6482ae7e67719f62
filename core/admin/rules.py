"""What an administrator may not do, and what a newly opened house still lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.words import _

LEAST_CLERKS = 2
NEEDED = ("name", "address", "phone", "county")
LONGEST_REASON = 200


def why_not_grant(person_id: int, *, by_id: int) -> str | None:
    """Say why the right cannot be given: nobody gives one to themselves."""
    return _("不能给自己授权，请另一位管理员来办") if person_id == by_id else None


def why_not_disable(person_id: int, *, by_id: int, is_admin: bool) -> str | None:
    """Say why the account cannot be disabled from here."""
    if person_id == by_id:
        return _("不能停用自己的账号")
    return _("管理员的账号要由技术人员用命令处理") if is_admin else None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that a newly opened house needs, and whether it is there."""

    title: str
    note: str
    endpoint: str
    done: bool


def is_known(facts: Mapping[str, str]) -> bool:
    """Tell whether the page's foot says what the law asks for (E-commerce law 15)."""
    licensed = facts["no_registration"] or (facts["credit_code"] and facts["licence_ref"])
    return bool(licensed) and all(facts[name] for name in NEEDED)


def steps_of(
    facts: Mapping[str, str],
    *,
    sheets: int,
    branches: int,
    secretaries: int,
    clerks: int,
    mail_tested: bool,
) -> Sequence[Step]:
    """Return what there is to do before the doors open, in its order."""
    return (
        Step(
            title=_("填写运营方资料和县名"),
            note=_("名称、信用代码、地址、电话、执照照片；都显示在页脚。"),
            endpoint="admin.facts",
            done=is_known(facts),
        ),
        Step(
            title=_("公布平台规则和隐私政策"),
            note=_("有现成的文字可以改。第一版当天生效，以后改动要提前 7 天公布。"),
            endpoint="admin.sheets",
            done=sheets >= 2,  # noqa: PLR2004
        ),
        Step(
            title=_("建第一个支部"),
            note=_("从乡镇党委或村党支部开始。"),
            endpoint="admin.branches",
            done=branches > 0,
        ),
        Step(
            title=_("任命书记"),
            note=_("书记登录以后，自己导入花名册、任命委员。"),
            endpoint="admin.branches",
            done=secretaries > 0,
        ),
        Step(
            title=_("指定至少两名运营人员"),
            note=_("要紧的事两个人看过才算。"),
            endpoint="admin.clerks",
            done=clerks >= LEAST_CLERKS,
        ),
        Step(
            title=_("寄一封测试邮件"),
            note=_("确认找回密码的信寄得出去。"),
            endpoint="admin.mail",
            done=mail_tested,
        ),
    )


def day_given(text: str) -> date | None:
    """Return the day of an address's query, or None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def how_often(minutes: int) -> str:
    """Say how often something is done, in the largest unit that fits."""
    for unit, words in (
        (24 * 60, _("每 %(count)s 天", count=minutes // (24 * 60))),
        (60, _("每 %(count)s 小时", count=minutes // 60)),
    ):
        if minutes >= unit and minutes % unit == 0:
            return words
    return _("每 %(count)s 分钟", count=minutes)
