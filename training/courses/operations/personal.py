"""What the school keeps about somebody who teaches, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from core.access import Actor
from core.db import db
from core.storage.models import StoredFile
from core.words import _, speaking
from training.courses.models import LessonFile, Organiser, Teacher
from training.courses.operations import organisers
from training.courses.operations.showing import shows_otherwise, tell_people


class OwnTeaching:
    """For whom somebody teaches (PIPL 45, 47); what they wrote stays with the organiser."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = (
            select(Teacher)
            .where(Teacher.person_id == person_id)
            .options(joinedload(Teacher.organiser))
            .order_by(Teacher.id)
        )
        return {
            "teaching": [
                {
                    "organiser": each.organiser.name,
                    "about": each.organiser.about if each.is_keeper else "",
                    "address": each.organiser.address if each.is_keeper else "",
                    "phone": each.organiser.phone if each.is_keeper else "",
                    "is_keeper": each.is_keeper,
                    "since": each.since,
                    "ended_at": each.ended_at,
                }
                for each in db.session.scalars(mine)
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """End their teaching; an organiser without them is kept by the next, or closed.

        Files of lessons have gone with the person's own just before, in the same transaction:
        they stay, in nobody's name, for what the lessons say goes on without them.
        """
        for organiser in _theirs(person_id):
            others = [
                each
                for each in organiser.teachers
                if each.ended_at is None and each.person_id != person_id
            ]
            if not others:
                by = Actor(id=person_id, person=person_id, name="")
                organisers.end(organiser, by=by, at=at)
            elif not organiser.keeper_ids - {person_id}:
                others[0].is_keeper = True
                tell_people(organiser, {others[0].person_id}, "courses.keeps", {}, at=at)
                shows_otherwise(organiser.id, at=at)
        still = update(Teacher).where(Teacher.person_id == person_id, Teacher.ended_at.is_(None))
        db.session.execute(still.values(ended_at=at))
        alone = select(Organiser.id).where(
            Organiser.made_by == person_id, Organiser.closed_at.is_not(None)
        )
        with speaking("zh"):
            blank = {"name": _("已关的办课单位"), "about": "", "address": "—", "phone": ""}
        db.session.execute(update(Organiser).where(Organiser.id.in_(alone)).values(**blank))
        shown = select(LessonFile.file_id).where(LessonFile.file_id.is_not(None))
        hung = update(StoredFile).where(StoredFile.owner_id == person_id, StoredFile.id.in_(shown))
        db.session.execute(hung.where(StoredFile.deleted_at == at).values(deleted_at=None))
        db.session.execute(hung.values(owner_id=None))
        db.session.flush()


def _theirs(person_id: int) -> Sequence[Organiser]:
    mine = select(Teacher.organiser_id).where(
        Teacher.person_id == person_id, Teacher.ended_at.is_(None)
    )
    query = (
        select(Organiser)
        .where(Organiser.id.in_(mine), Organiser.closed_at.is_(None))
        .options(selectinload(Organiser.teachers))
        .order_by(Organiser.id)
        .with_for_update()
    )
    return db.session.scalars(query).all()
