"""What volunteering keeps about a person's skills and licences, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from core.db import db
from services.volunteering.models import Licence, Volunteer


class OwnProfile:
    """Somebody's profile as a volunteer, and their licences (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        profile = select(Volunteer).where(Volunteer.person_id == person_id)
        licences = select(Licence).where(Licence.person_id == person_id).order_by(Licence.id)
        return {
            "volunteer": [
                {
                    "skills": each.skills,
                    "reach": each.reach.value,
                    "willing": each.willing,
                    "born": each.born,
                    "public_at": each.public_at,
                    "since": each.since,
                }
                for each in db.session.scalars(profile)
            ],
            "volunteer_licences": [
                {
                    "kind": each.kind,
                    "number": each.number,
                    "valid_until": each.valid_until,
                    "seen_at": each.seen_at,
                    "removed_at": each.removed_at,
                }
                for each in db.session.scalars(licences)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Forget the profile, end the licences and forget which papers they were."""
        db.session.execute(delete(Volunteer).where(Volunteer.person_id == person_id))
        mine = update(Licence).where(Licence.person_id == person_id)
        db.session.execute(mine.where(Licence.removed_at.is_(None)).values(removed_at=at))
        db.session.execute(mine.values(number="-", valid_until=None))
