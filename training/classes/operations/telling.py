"""What learners, teachers and tutors are told about classes."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts.models import Person
from core.accounts.telling import tell
from core.clock import VILLAGE
from core.db import db
from core.house import Event
from core.words import _l
from training.learning.models import Class
from training.learning.queries.cohorts import list_in

KIND = "学堂"  # as people know it from their choices
TABLE = Class.__tablename__


def _event(name: str, title: str, text: str, *, urgent: bool = True) -> Event:
    return Event(name=f"classes.{name}", kind=KIND, title=title, text=text, urgent=urgent)


EVENTS = (
    _event(
        "planned",
        _l("排了一次课：%(what)s"),
        _l("%(when)s 上课。在哪里、怎么上，点开看。"),
        urgent=False,
    ),
    _event(
        "moved",
        _l("上课的安排改了：%(what)s"),
        _l("现在是 %(when)s 上课。在哪里、怎么上，点开看。"),
    ),
    _event(
        "cancelled",
        _l("这次课取消了：%(what)s"),
        _l("原定 %(when)s 上课。原因：%(why)s。"),
    ),
    _event(
        "soon",
        _l("明天上课：%(what)s"),
        _l("%(when)s 上课。在哪里、怎么上，点开看。"),
    ),
    _event(
        "counted",
        _l("到课记上了：%(what)s"),
        _l("老师点了名，另一位也核对过了。"),
        urgent=False,
    ),
    _event(
        "to_sign",
        _l("有一份点名要核对：%(what)s"),
        _l("%(when)s 的课，有人是老师点名记的。请另一位老师或支部的人核对，核对过才算。"),
    ),
    _event(
        "declined",
        _l("有一个点名没核对上：%(what)s"),
        _l("%(when)s 的课，核对的人说%(name)s没来，划掉了。人真的到了的，请再点一次名。"),
    ),
    _event(
        "tutor_comes",
        _l("有人来讲课：%(what)s"),
        _l("%(when)s 的课，%(name)s来讲。"),
    ),
    _event(
        "tutor_gone",
        _l("讲课的人来不了了：%(what)s"),
        _l("%(when)s 的课，%(name)s来不了。没人来讲就请改期或取消。"),
    ),
    _event(
        "tutor_moved",
        _l("讲课的人改了时间：%(what)s"),
        _l("志愿者那边排在 %(when)s。请看要不要改上课的时间。"),
    ),
)


def page_of(held: Class) -> str:
    """Return the address at which a learner finds it."""
    return f"/learn/classes/{held.id}"


def desk_page_of(held: Class) -> str:
    """Return the address at which who keeps it finds it."""
    return f"/teach/courses/{held.course_id}/classes/{held.id}"


def written(moment: datetime) -> str:
    """Return a moment as a notice keeps it: as the village's clock shows it."""
    return moment.astimezone(VILLAGE).isoformat(timespec="minutes")


def tell_learners(event: str, held: Class, *, once: str = "", at: datetime, **more: str) -> None:
    """Tell everybody who learns in the cohort."""
    people = [each.person_id for each in list_in(held.cohort_id)]
    _tell(people, event, held, url=page_of(held), once=once, at=at, **more)


def tell_tutor(event: str, held: Class, *, once: str = "", at: datetime, **more: str) -> None:
    if held.tutor_id is not None:
        url = desk_page_of(held)
        _tell([held.tutor_id], event, held, url=url, once=once, at=at, **more)


def tell_counted(people: Iterable[int], held: Class, *, at: datetime) -> None:
    _tell(people, "counted", held, url=page_of(held), at=at)


def tell_to_sign(held: Class, *, but: int, at: datetime) -> None:
    """Tell the other teachers, once for each day on which the roll was called."""
    once = f":{at.astimezone(VILLAGE):%Y%m%d}"
    url = f"{desk_page_of(held)}/countersign"
    _tell(held.teacher_ids - {but}, "to_sign", held, url=url, once=once, at=at)


def tell_declined(person_id: int, held: Class, *, once: str, name: str, at: datetime) -> None:
    """Tell who has entered somebody that another says they were not there."""
    _tell([person_id], "declined", held, url=desk_page_of(held), once=once, at=at, name=name)


def tell_of_tutor(event: str, held: Class, person_id: int, *, at: datetime) -> None:
    """Tell the teachers who comes to give the class, or comes no more."""
    name = db.session.get_one(Person, person_id).name
    once = f":{person_id}:{at:%Y%m%d%H%M%S}"
    _tell(held.teacher_ids, event, held, url=desk_page_of(held), once=once, at=at, name=name)


def tell_tutor_moved(held: Class, to: datetime, *, at: datetime) -> None:
    once = f":{to:%Y%m%d%H%M}"
    when = {"when": written(to)}
    _tell(held.teacher_ids, "tutor_moved", held, url=desk_page_of(held), once=once, at=at, **when)


def _tell(
    people: Iterable[int],
    event: str,
    held: Class,
    *,
    url: str,
    once: str = "",
    at: datetime,
    **more: str,
) -> None:
    facts = {"what": held.title, "when": written(held.starts_at), **more}
    about = f"{TABLE}:{held.id}{once}"
    tell(people, f"classes.{event}", about=about, url=url, facts=facts, at=at)
