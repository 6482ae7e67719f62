"""Naming who teaches, and taking them out."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.queries import find_by_address, get_person
from core.accounts.rules import normal_address
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from training.courses.models import Organiser, Teacher
from training.courses.operations.showing import changed, shows_otherwise, tell_people
from training.courses.rules import organisers as rules

TABLE = Teacher.__tablename__


def name_teacher(
    organiser: Organiser, who: str, *, is_keeper: bool, by: Actor, at: datetime
) -> Teacher:
    """Let the person of this number or mail address teach; they hear of it and can leave."""
    lock(organiser)
    person_id = _whose(who)
    refuse_if(rules.why_not_name(person_id, teachers=organiser.teacher_ids), field="who")
    made = Teacher(organiser_id=organiser.id, person_id=person_id, is_keeper=is_keeper, since=at)
    db.session.add(made)
    db.session.flush()
    record("name_teacher", TABLE, made.id, by=by, at=at, became=str(person_id))
    tell_people(organiser, {person_id}, "courses.named", {}, at=at)
    shows_otherwise(organiser.id, at=at)
    return made


def let_keep(teacher: Teacher, *, by: Actor, at: datetime) -> None:
    """Let a teacher look after the organiser, too."""
    lock(teacher.organiser)
    step = update(Teacher).where(
        Teacher.id == teacher.id, Teacher.ended_at.is_(None), ~Teacher.is_keeper
    )
    if not changed(step.values(is_keeper=True)):
        raise Refused(_("现在不能这样做"))
    record("let_keep", TABLE, teacher.id, by=by, at=at)


def take_out(teacher: Teacher, *, by: Actor, at: datetime) -> None:
    """Let somebody teach no more; what they wrote stays with the organiser."""
    organiser = teacher.organiser
    lock(organiser)
    refuse_if(rules.why_not_take_out(teacher.person_id, keepers=organiser.keeper_ids))
    step = update(Teacher).where(Teacher.id == teacher.id, Teacher.ended_at.is_(None))
    if not changed(step.values(ended_at=at)):
        raise Refused(_("这位老师已经退出了"))
    record("take_teacher_out", TABLE, teacher.id, by=by, at=at, was=str(teacher.person_id))
    if teacher.person_id == by.person:
        facts = {"name": get_person(teacher.person_id).name}
        keepers = set(organiser.keeper_ids - {by.person})
        tell_people(organiser, keepers, "courses.left", facts, at=at)
    else:
        tell_people(organiser, {teacher.person_id}, "courses.out", {}, at=at)
    db.session.expire(organiser, ["teachers"])
    shows_otherwise(organiser.id, at=at)


def lock(organiser: Organiser) -> None:
    """Let one change of who teaches follow the other, and read anew who does."""
    open_one = select(Organiser.id).where(
        Organiser.id == organiser.id, Organiser.closed_at.is_(None)
    )
    if db.session.scalar(open_one.with_for_update()) is None:
        raise Refused(_("这个单位已经关了"))
    mine = select(Teacher).where(Teacher.organiser_id == organiser.id)
    db.session.scalars(mine.execution_options(populate_existing=True)).all()
    db.session.expire(organiser, ["teachers"])


def _whose(who: str) -> int:
    try:
        person = find_by_address(normal_address(who))
    except ValueError as error:
        raise Refused(str(error), field="who") from None
    if person is None or person.closed_at is not None or person.disabled_at is not None:
        raise Refused(_("没有找到这个人：手机号或邮箱要写全，对方要先注册"), field="who")
    return person.id
