"""What villagers are told about their board."""

from core.bulletins.queries import POSTED
from core.house import Event
from core.words import _l

EVENTS = (
    Event(
        name=POSTED,
        kind="村里的通知",
        title=_l("%(branch)s：%(title)s"),
        text=_l("村里贴了新通知，请来看看。"),
    ),
)
