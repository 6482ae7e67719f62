"""What is kept of how somebody learns, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core.db import db
from core.storage.models import StoredFile
from training.learning.models import Enrolment, Progress, ProgressEvent, Report, ReportPicture


class OwnLearning:
    """How far somebody is in lessons, and what they have handed in or answered (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        progress = (
            select(Progress, Enrolment.course_id)
            .join(Enrolment, Enrolment.id == Progress.enrolment_id)
            .where(Enrolment.person_id == person_id)
            .order_by(Progress.id)
        )
        reports = (
            select(Report, Enrolment.course_id)
            .join(Report.enrolment)
            .where(Enrolment.person_id == person_id)
            .order_by(Report.id)
        )
        answered = select(Report).where(Report.looked_by == person_id).order_by(Report.id)
        pictures = _pictures_of(person_id)
        return {
            "lessons": [
                {
                    "course": course_id,
                    "lesson": each.lesson_key,
                    "opened_at": each.opened_at,
                    "watched": str(each.watched),
                    "seconds": each.credit,
                    "position": each.position,
                    "done_at": each.done_at,
                }
                for each, course_id in db.session.execute(progress)
            ],
            "practice_reports": [
                {
                    "course": course_id,
                    "lesson": each.lesson_key,
                    "words": each.words,
                    "pictures": " ".join(pictures.get(each.id, ())),
                    "status": each.status.value,
                    "handed_in_at": each.handed_in_at,
                    "answer": each.answer,
                    "looked_at": each.looked_at,
                }
                for each, course_id in db.session.execute(reports)
            ],
            "practice_answers": [
                {
                    "report": each.id,
                    "status": each.status.value,
                    "answer": each.answer,
                    "looked_at": each.looked_at,
                }
                for each in db.session.scalars(answered)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Delete it; what they said as a teacher belongs to who learns by it, and stays."""
        mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
        reports = select(Report.id).where(Report.enrolment_id.in_(mine))
        db.session.execute(delete(ReportPicture).where(ReportPicture.report_id.in_(reports)))
        for table in (Report, ProgressEvent, Progress):
            db.session.execute(delete(table).where(table.enrolment_id.in_(mine)))


def _pictures_of(person_id: int) -> dict[int, list[str]]:
    query = (
        select(ReportPicture.report_id, StoredFile.ref)
        .join(ReportPicture.report)
        .join(Report.enrolment)
        .join(StoredFile, StoredFile.id == ReportPicture.file_id)
        .where(Enrolment.person_id == person_id, StoredFile.deleted_at.is_(None))
        .order_by(ReportPicture.id)
    )
    found: dict[int, list[str]] = {}
    for report_id, ref in db.session.execute(query):
        found.setdefault(report_id, []).append(ref)
    return found
