"""What people are told about their qualifications."""

from core.house import Event
from core.words import _l

KIND = "资格"  # as people know it from their choices

EVENTS = (
    Event(
        name="qualifications.recorded",
        kind=KIND,
        title=_l("%(branch)s登记了您的%(role)s"),
        text=_l("有效期和编号在“我的资格”里。如果不对，请打电话到支部办公室。"),
    ),
    Event(
        name="qualifications.may_sell_food",
        kind=KIND,
        title=_l("您有%(role)s了"),
        text=_l("现在可以上架小作坊食品和预包装食品了。点开就去上架。"),
    ),
    Event(
        name="qualifications.may_host",
        kind=KIND,
        title=_l("您有%(role)s了"),
        text=_l("现在可以接待住宿的客人了。有效期在“我的资格”里。"),
    ),
    Event(
        name="qualifications.revoked",
        kind=KIND,
        title=_l("您的%(role)s被撤销了"),
        text=_l("%(branch)s写的原因：%(reason)s。靠这项资格卖的商品已经下架。"),
        urgent=True,
        must=True,
    ),
    Event(
        name="qualifications.runs_out",
        kind=KIND,
        title=_l("您的%(role)s %(until)s 到期"),
        text=_l("到期以后，靠这项资格卖的商品会自动下架。换了新证书，请拿到支部登记。"),
        urgent=True,
    ),
    Event(
        name="qualifications.runs_out_course",
        kind=KIND,
        title=_l("您的%(role)s %(until)s 到期"),
        text=_l(
            "到期以后，靠这项资格卖的商品会自动下架。想接着用，请再学一遍课程，考试合格就有新的。"
        ),
        urgent=True,
    ),
)
