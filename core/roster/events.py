"""What an officer is told about an import."""

from core.house import Event
from core.words import _l

DONE = "roster.done"
EVENTS = (
    Event(
        name=DONE,
        kind="支部",
        title=_l("花名册导入完了"),
        text=_l("%(unit)s：导入 %(done)s 人，%(bad)s 行没有导入。"),
    ),
)
