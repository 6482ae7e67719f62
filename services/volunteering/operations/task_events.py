"""What people are told about tasks and licences."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts.telling import tell
from core.house import Event
from core.words import _l
from services.volunteering.models import Licence, Task
from services.volunteering.rules.words import LICENCES

KIND = "志愿服务"  # as people know it from their choices
MINE = "/volunteer/me"

EVENTS = (
    Event(
        name="volunteering.task_changed",
        kind=KIND,
        title=_l("您报名的“%(title)s”有改动"),
        text=_l("时间没有变，地点或者要知道的事改了，去之前请再看一遍。"),
        urgent=True,
    ),
    Event(
        name="volunteering.licence_seen",
        kind=KIND,
        title=_l("%(branch)s登记了您的%(role)s"),
        text=_l("要这张证的志愿服务，您现在可以报名了。如果不对，请打电话到支部办公室。"),
    ),
    Event(
        name="volunteering.licence_removed",
        kind=KIND,
        title=_l("您的%(role)s登记被划掉了"),
        text=_l("要这张证的志愿服务暂时不能报名。换了新证，请拿到支部登记。"),
    ),
)


def tell_changed(people: Iterable[int], task: Task, *, version: int, at: datetime) -> None:
    """Tell those who come that the task says something else now; the title alone is named."""
    tell(
        people,
        "volunteering.task_changed",
        about=f"{Task.__tablename__}:{task.id}:{version}",
        url=f"/volunteer/{task.id}",
        facts={"title": task.title},
        at=at,
    )


def tell_licence(licence: Licence, event: str, *, branch: str, at: datetime) -> None:
    """Tell the holder what happened to a licence."""
    tell(
        [licence.person_id],
        event,
        about=f"{Licence.__tablename__}:{licence.id}",
        url=MINE,
        facts={"role": str(LICENCES[licence.kind]), "branch": branch},
        at=at,
    )
