"""Writing the bank of a draft; what is live or past is never written again."""

from datetime import datetime

from sqlalchemy import select

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from training.courses.models import CourseVersion
from training.exams.models import Item
from training.exams.queries.items import count_items, last_position, list_items, list_lessons
from training.exams.rules.items import MOST_ITEMS, Said, why_not_item, why_not_write

TABLE = Item.__tablename__


def add(version: CourseVersion, said: Said, *, by: Actor, at: datetime) -> Item:
    """Put an item at the end of a draft's bank."""
    _open(version)
    _check(said, version)
    _refuse_full(version, more=1)
    made = Item(version_id=version.id, position=last_position(version.id) + 1, kind=said.kind)
    _fill(made, said)
    db.session.add(made)
    db.session.flush()
    record("add_item", TABLE, made.id, by=by, at=at, became=said.kind.value)
    return made


def edit(item: Item, said: Said, *, by: Actor, at: datetime) -> None:
    """Write an item of a draft anew; its kind stays."""
    version = _open(item.of)
    _check(said, version)
    if said.kind is not item.kind:
        raise Refused(_("题型不能改，请另加一道"))
    _fill(item, said)
    record("edit_item", TABLE, item.id, by=by, at=at)


def remove(item: Item, *, by: Actor, at: datetime) -> None:
    """Take an item out of a draft's bank."""
    _open(item.of)
    db.session.delete(item)
    record("remove_item", TABLE, item.id, by=by, at=at)


def copy_bank(old: CourseVersion, new: CourseVersion, *, by: Actor, at: datetime) -> int:
    """Write the items of another version into an empty bank of a draft; return how many.

    What a lesson's item belongs to is told by the lesson's key, which stays the same.
    """
    _open(new)
    if count_items(new.id):
        raise Refused(_("这一版已经有题了"))
    items = list_items(old.id)
    kept = {each.key for each in list_lessons(new.id)}
    for each in items:
        copy = Item(version_id=new.id, position=each.position, kind=each.kind)
        _fill(
            copy,
            Said(
                kind=each.kind,
                text=each.text,
                lesson_key=each.lesson_key if each.lesson_key in kept else None,
                choices=list(each.choices),
                answer=list(each.answer),
                tolerance=each.tolerance,
                why=each.why,
            ),
        )
        db.session.add(copy)
    db.session.flush()
    record("copy_items", CourseVersion.__tablename__, new.id, by=by, at=at, became=str(len(items)))
    return len(items)


def _fill(item: Item, said: Said) -> None:
    item.text, item.lesson_key, item.why = said.text, said.lesson_key, said.why
    item.choices, item.answer = list(said.choices), list(said.answer)
    item.tolerance = said.tolerance


def _check(said: Said, version: CourseVersion) -> None:
    keys = [each.key for each in list_lessons(version.id)]
    if wrong := why_not_item(said, lessons=keys):
        raise Refused(wrong[1], field=wrong[0])


def _refuse_full(version: CourseVersion, *, more: int) -> None:
    if count_items(version.id) + more > MOST_ITEMS:
        raise Refused(_("题库最多 %(count)s 道题", count=MOST_ITEMS))


def _open(version: CourseVersion) -> CourseVersion:
    """Return the version as it stands now, held so that nobody publishes it meanwhile."""
    query = select(CourseVersion).where(CourseVersion.id == version.id).with_for_update()
    held = db.session.scalars(query.execution_options(populate_existing=True)).one()
    refuse_if(why_not_write(held.status))
    return held
