"""What is kept of what somebody learns, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core.access import SYSTEM
from core.db import db
from core.waitlists.queries import list_of
from training.learning.models import (
    Enrolment,
    EnrolmentStatus,
)
from training.learning.operations import seats
from training.learning.operations.enrolling import end, let_go, pass_on
from training.learning.rules.standing import KIND

Rows = Sequence[Mapping[str, Any]]


class OwnEnrolments:
    """Somebody's places in courses (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Rows]:
        return {
            "courses": [
                {
                    "course": each.of.title,
                    "version": each.of.number,
                    "cohort_from": each.cohort.starts_on if each.cohort else None,
                    "status": each.status.value,
                    "guardian": each.guardian,
                    "enrolled_at": each.enrolled_at,
                    "ended_at": each.ended_at,
                    "passed_at": each.passed_at,
                }
                for each in _enrolments(person_id)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Give seats to others, and forget who agreed for a child.

        That somebody was in a course stays as a number, linked to the blanked account alone.
        """
        for wait, _place in list_of(KIND, person_id=person_id):
            cohort = seats.lock(wait.ref)
            db.session.refresh(wait)
            let_go(wait, cohort, at=at)
        for each in _enrolments(person_id):
            if each.status is EnrolmentStatus.IN:
                _end(each, at=at)
        named = update(Enrolment).where(Enrolment.person_id == person_id)
        db.session.execute(named.values(guardian=""))


def _end(enrolment: Enrolment, *, at: datetime) -> None:
    cohort = seats.lock(enrolment.cohort_id) if enrolment.cohort_id is not None else None
    end(enrolment, "leave", by=SYSTEM, at=at)
    if cohort is not None:
        seats.give_back(cohort)
        pass_on(cohort, at=at)


def _enrolments(person_id: int) -> Sequence[Enrolment]:
    mine = select(Enrolment).where(Enrolment.person_id == person_id).order_by(Enrolment.id)
    return db.session.scalars(
        mine.options(joinedload(Enrolment.of), joinedload(Enrolment.cohort))
    ).all()
