"""What is still under way at a clinic, so that it is not closed over somebody's head."""

from sqlalchemy import func, select

from core.db import db
from services.cases.models import Case, CaseStatus
from services.clinics.queries.appointments import CLINIC


def count_open_work(kind: str, ref: int) -> int:
    """Count what lies with the contact clerk of the clinic and was handed to nobody.

    What a practitioner has in hand goes on without the place.
    """
    if kind != CLINIC:
        return 0
    query = select(func.count()).where(Case.clinic_id == ref, Case.status == CaseStatus.OPEN)
    return db.session.scalar(query) or 0
