"""An organiser's courses as the steward sees them: what stands under, what waits."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from core.db import db
from core.hooks import Listing
from core.sponsorship.models import Sponsorship
from training.courses.models import Course, CourseVersion, VersionStatus
from training.courses.queries.organisers import STANDING

OFFERED = and_(Course.is_on, Course.removed_at.is_(None))
PUBLISHED = and_(CourseVersion.course_id == Course.id, CourseVersion.status == VersionStatus.LIVE)
UNDER = Sponsorship.status.in_(STANDING)


def list_listings(organiser_id: int) -> list[Listing]:
    """Return all that is switched on, what waits first, then what was changed, then the rest."""
    query = (
        select(
            Course.id,
            CourseVersion.title,
            Course.sponsorship_id,
            Course.put_under_at,
            Course.listed_at,
            Course.changed_at,
            UNDER.label("stands"),
        )
        .join(CourseVersion, PUBLISHED)
        .outerjoin(Sponsorship, Sponsorship.id == Course.sponsorship_id)
        .where(Course.organiser_id == organiser_id, OFFERED)
        .order_by(Course.id)
    )
    found = []
    for row in db.session.execute(query):
        stands = bool(row.stands)
        found.append(
            Listing(
                ref=row.id,
                title=row.title,
                url=f"/learn/{row.id}",
                desk_path=f"organisers/{organiser_id}/courses/{row.id}",
                sponsorship_id=row.sponsorship_id if stands else None,
                since=row.put_under_at if stands else row.listed_at,
                changed=stands and row.changed_at > row.put_under_at,
            )
        )
    return sorted(found, key=lambda each: (each.sponsorship_id is not None, not each.changed))


def count_waiting(organiser_ids: Iterable[int]) -> dict[int, tuple[int, datetime]]:
    """Return how many courses wait to be put under, and since when, by organiser."""
    query = (
        select(Course.organiser_id, func.count(), func.min(Course.listed_at))
        .join(CourseVersion, PUBLISHED)
        .outerjoin(Sponsorship, Sponsorship.id == Course.sponsorship_id)
        .where(Course.organiser_id.in_(set(organiser_ids)), OFFERED)
        .where(or_(Course.sponsorship_id.is_(None), ~UNDER))
        .group_by(Course.organiser_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
