"""What learners are told about their places in courses, and teachers about small cohorts."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts.telling import tell
from core.clock import VILLAGE
from core.house import Event
from core.waitlists.models import Wait
from core.words import _l
from training.learning.models import Cohort, Enrolment
from training.learning.queries.cohorts import title_of

KIND = "学堂"  # as people know it from their choices
MINE = "/learn/mine"


def _event(name: str, title: str, text: str, *, urgent: bool = True) -> Event:
    return Event(name=f"enrolments.{name}", kind=KIND, title=title, text=text, urgent=urgent)


EVENTS = (
    _event(
        "began",
        _l("报上了：%(what)s"),
        _l("现在就能学，学到哪里都给您记着。不想学了，在“我的学习”里退。"),
        urgent=False,
    ),
    _event(
        "seated",
        _l("报上了：%(what)s"),
        _l("%(until)s 开课。来不了请在“我的学习”里退，好让别人补上。"),
        urgent=False,
    ),
    _event(
        "seat_kept",
        _l("有名额了，给您留着：%(what)s"),
        _l("%(until)s 开课的那一期。要来请在 %(when)s 前点“要这个名额”，过了就轮到下一位。"),
    ),
    _event(
        "seat_lapsed",
        _l("名额给了下一位：%(what)s"),
        _l("给您留的时间过了。还想来，可以再排候补。"),
        urgent=False,
    ),
    _event(
        "in_vain",
        _l("这一期没有轮到：%(what)s"),
        _l("报名截止了，没有空出名额来。下一期开班再来报。"),
        urgent=False,
    ),
    _event(
        "called_off",
        _l("这一期不开了：%(what)s"),
        _l("原定 %(until)s 开课。原因：%(why)s。学过的都留着，可以报别的期。"),
    ),
    _event(
        "held",
        _l("这一期照样开：%(what)s"),
        _l("报的人不多，老师照样开课，%(until)s 见。"),
        urgent=False,
    ),
    _event(
        "soon",
        _l("明天开课：%(what)s"),
        _l("%(until)s 开课。来不了请现在就退，好让别人补上。"),
    ),
    _event(
        "few",
        _l("报的人不够：%(what)s"),
        _l("%(until)s 的那一期报了 %(taken)s 人，最少要 %(least)s 人。照样开还是取消，请定一下。"),
    ),
)


def tell_enrolled(enrolment: Enrolment, *, at: datetime) -> None:
    """Tell somebody that they are in, once for each time they came."""
    about = f"{Enrolment.__tablename__}:{enrolment.id}:{_written(at)}"
    what, cohort = {"what": enrolment.of.title}, enrolment.cohort
    event = "began"
    if cohort is not None:
        event, what["until"] = "seated", cohort.starts_on.isoformat()
    tell([enrolment.person_id], f"enrolments.{event}", about=about, url=MINE, facts=what, at=at)


def tell_of_wait(event: str, wait: Wait, cohort: Cohort, *, at: datetime) -> None:
    """Tell somebody that a seat is kept for them until a moment, or what became of it."""
    about = f"{Wait.__tablename__}:{wait.id}"
    when = {"when": _written(wait.offered_until or at)}
    _tell([wait.person_id], event, cohort, about=about, at=at, **when)


def tell_called_off(people: Iterable[int], cohort: Cohort, *, why: str, at: datetime) -> None:
    _tell(people, "called_off", cohort, at=at, why=why)


def tell_held(people: Iterable[int], cohort: Cohort, *, at: datetime) -> None:
    _tell(people, "held", cohort, at=at)


def tell_soon(people: Iterable[int], cohort: Cohort, *, at: datetime) -> None:
    """Remind who is in, once each, that it begins on the next day."""
    _tell(people, "soon", cohort, at=at)


def tell_few(cohort: Cohort, *, at: datetime) -> int:
    """Tell the teachers, once each, that fewer have come than it needs; return how many."""
    url = f"/teach/courses/{cohort.course_id}/cohorts/{cohort.id}"
    counts = {"taken": str(cohort.taken), "least": str(cohort.least)}
    return _tell(cohort.teacher_ids, "few", cohort, url=url, at=at, **counts)


def _tell(
    people: Iterable[int],
    event: str,
    cohort: Cohort,
    *,
    about: str = "",
    url: str = MINE,
    at: datetime,
    **more: str,
) -> int:
    facts = {"what": title_of(cohort.course_id), "until": cohort.starts_on.isoformat(), **more}
    about = about or f"{Cohort.__tablename__}:{cohort.id}"
    return tell(people, f"enrolments.{event}", about=about, url=url, facts=facts, at=at)


def _written(moment: datetime) -> str:
    """Return a moment as a notice keeps it: as the village's clock shows it."""
    return moment.astimezone(VILLAGE).isoformat(timespec="minutes")
