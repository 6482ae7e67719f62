"""Classes for which a tutor is wanted, as needs of the house, and who comes to give them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import exists, select, update

from core.access import Actor
from core.accounts.codes import changed
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.hooks import Need
from core.words import _
from training.classes.operations import telling
from training.classes.queries.classes import get_class, list_without_tutor
from training.learning.models import Class, Enrolment
from training.learning.queries.cohorts import HAS_SEAT

TABLE = Class.__tablename__


class WantedTutors:
    """Classes that want a tutor (`core.hooks.Needs`); a volunteer who comes is it."""

    kind = "training.class"

    def open(self, *, at: datetime, unit_ids: Iterable[int] | None = None) -> Sequence[Need]:
        """Return the classes to come for which nobody has said yes, the soonest first."""
        units = None if unit_ids is None else set(unit_ids)
        return [_need(each) for each in list_without_tutor(at=at, unit_ids=units)]

    def find(self, ref: int, *, at: datetime) -> Need | None:
        """Return one, also with its tutor; None where it was cancelled or wants nobody more."""
        found = list_without_tutor(at=at, class_id=ref)
        return _need(found[0]) if found else None

    def filled(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None:
        """Make this person the tutor; refused where there is one, or it was cancelled."""
        learns = exists().where(
            Enrolment.cohort_id == Class.cohort_id,
            Enrolment.person_id == person_id,
            Enrolment.status.in_(HAS_SEAT),
        )
        if db.session.scalar(select(Class.id).where(Class.id == ref, learns)):
            raise Refused(_("来讲课的人自己报了这一期，请换一位"))
        step = update(Class).where(
            Class.id == ref,
            Class.wants_tutor,
            Class.tutor_id.is_(None),
            Class.cancelled_at.is_(None),
            Class.ends_at > at,
        )
        if not changed(step.values(tutor_id=person_id)):
            raise Refused(_("这次课已经有人讲，或者取消了"))
        record("tutor_comes", TABLE, ref, by=by, at=at, became=str(person_id))
        telling.tell_of_tutor("tutor_comes", _anew(ref), person_id, at=at)

    def freed(self, ref: int, person_id: int, *, by: Actor, at: datetime) -> None:
        """Let somebody be the tutor no more; the teachers are told unless it is over."""
        step = update(Class).where(Class.id == ref, Class.tutor_id == person_id)
        if not changed(step.values(tutor_id=None)):
            return
        record("tutor_gone", TABLE, ref, by=by, at=at, was=str(person_id))
        held = _anew(ref)
        if held.cancelled_at is None and held.starts_at > at:
            telling.tell_of_tutor("tutor_gone", held, person_id, at=at)

    def moved(self, ref: int, shift_id: int, to: datetime, *, by: Actor, at: datetime) -> None:
        """Tell the teachers where the volunteers' time is no longer that of the class."""
        self.added(ref, shift_id, to, by=by, at=at)

    def added(self, ref: int, shift_id: int, on: datetime, *, by: Actor, at: datetime) -> None:  # noqa: ARG002
        """Tell the teachers of a time that is not that of the class."""
        held = _anew(ref)
        if held.cancelled_at is None and held.starts_at != on:
            telling.tell_tutor_moved(held, on, at=at)


TUTORS = WantedTutors()


def _anew(ref: int) -> Class:
    held = get_class(ref)
    db.session.refresh(held, ["tutor_id", "cancelled_at"])
    return held


def _need(held: Class) -> Need:
    organiser = held.cohort.course.organiser
    return Need(
        kind=WantedTutors.kind,
        ref=held.id,
        title=_("来讲一次课：%(what)s", what=held.title),
        words=_("给学堂的这一期讲一次课，老师会先和您说好讲什么。"),
        place=held.place or _("网上"),
        unit_id=organiser.unit_id,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        hands=1,
        filled=int(held.tutor_id is not None),
        owner_id=held.made_by,
        owner=organiser.name,
        url=telling.desk_page_of(held),
    )
