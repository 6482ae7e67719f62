"""What people are told about certificates."""

from core.house import Event
from core.words import _l

KIND = "证书"  # as people know it from their choices

EVENTS = (
    Event(
        name="certificates.issued",
        kind=KIND,
        title=_l("您的%(role)s开好了"),
        text=_l("%(branch)s开的，编号 %(number)s。在“我的证书”里可以看、可以打印，谁都能查真假。"),
    ),
    Event(
        name="certificates.revoked",
        kind=KIND,
        title=_l("您的%(role)s被撤销了"),
        text=_l(
            "编号 %(number)s。%(branch)s写的原因：%(reason)s。不对的话，请打电话到支部办公室。"
        ),
        urgent=True,
        must=True,
    ),
    Event(
        name="certificates.asked",
        kind=KIND,
        title=_l("有人提出撤销一张证书，等您来定"),
        text=_l("%(branch)s开的%(role)s，编号 %(number)s。请看看原因，确认或者不撤销。"),
    ),
    Event(
        name="certificates.confirmed",
        kind=KIND,
        title=_l("您提出的撤销，第二个人确认了"),
        text=_l("证书 %(number)s 已经撤销，查验的人马上就能看到。"),
    ),
    Event(
        name="certificates.dropped",
        kind=KIND,
        title=_l("您提出的撤销，第二个人没有同意"),
        text=_l("证书 %(number)s 照旧有效。"),
    ),
)
