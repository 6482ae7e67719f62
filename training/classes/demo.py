"""An evening before the village's screen, planned for the demo world's cohort."""

from datetime import datetime, timedelta

from sqlalchemy import select

from core.clock import day_starts
from core.db import db, writing
from training.classes.operations import planning
from training.classes.rules import Said
from training.courses.demo import find_keeper, told
from training.learning.models import Class, ClassWay, Cohort

AN_HOUR = timedelta(hours=1)


def plan(at: datetime) -> None:
    """Plan it, a day ago; nothing where there is no cohort, or a class already."""
    cohort = db.session.scalar(select(Cohort).order_by(Cohort.id).limit(1))
    if cohort is None or db.session.scalar(select(Class.id).limit(1)):
        return
    facts, then = told()["class"], at - 24 * AN_HOUR
    begins = day_starts(cohort.starts_on + timedelta(days=facts["days"])) + facts["from"] * AN_HOUR
    said = Said(
        way=ClassWay.SCREEN,
        lesson_key=None,
        starts_at=begins,
        ends_at=begins + facts["hours"] * AN_HOUR,
        place=facts["place"],
    )
    with writing():
        planning.plan(cohort, said, by=find_keeper(then), at=then)
