"""The class before a village's screen: which lessons were shown, and who was asked what."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from training.classes import rules
from training.classes.models import ClassShown, SpotQuestion
from training.classes.operations.planning import lock
from training.classes.queries import roll
from training.classes.queries.classes import list_showable
from training.learning.models import Class

TABLE = Class.__tablename__


def show(held: Class, keys: Collection[int], *, by: Actor, at: datetime) -> None:
    """Put down which lessons were shown; being there completes these, and no others."""
    held = lock(held)
    refuse_if(rules.why_not_enter(held, at=at))
    found = [
        each for each in list_showable(held.course_id, rules.SHOWABLE) if each.key in set(keys)
    ]
    if len(found) != len(set(keys)):
        raise Refused(_("只能选图文、视频、音频的课"), field="shown")
    minutes = [each.minutes for each in found]
    counted = roll.is_counted(held.id)
    refuse_if(rules.why_not_show(held, minutes, is_counted=counted), field="shown")
    db.session.execute(delete(ClassShown).where(ClassShown.class_id == held.id))
    db.session.add_all(
        ClassShown(class_id=held.id, slot=slot, lesson_key=each.key, entered_by=by.person)
        for slot, each in enumerate(found, start=1)
    )
    db.session.flush()
    became = " ".join(str(each.key) for each in found)
    record("show_lessons", TABLE, held.id, by=by, at=at, became=became)


def ask(
    held: Class, enrolment_id: int, question: str, *, is_right: bool, by: Actor, at: datetime
) -> SpotQuestion:
    """Note what somebody on the roll was asked, and whether they knew it."""
    held = lock(held)
    refuse_if(rules.why_not_enter(held, at=at))
    refuse_if(rules.why_not_ask(held, asked=roll.count_asked(held.id)))
    if not question:
        raise Refused(_("请写问了什么"), field="question")
    if roll.find_there(held.id, enrolment_id) is None:
        raise Refused(_("这个人还没有点名，先点名再记"), field="whom")
    made = SpotQuestion(
        class_id=held.id,
        enrolment_id=enrolment_id,
        question=question,
        is_right=is_right,
        noted_by=by.person,
        noted_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record("ask_on_the_spot", TABLE, held.id, by=by, at=at)
    return made
