"""What somebody says of themselves as a volunteer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Overtaken, refuse_if
from core.history.operations import record
from core.words import _, dated
from services.volunteering.models import Reach, Shift, Volunteer
from services.volunteering.queries.volunteers import find_volunteer
from services.volunteering.rules import volunteers as rules
from services.volunteering.rules.words import REACHES, SKILLS, as_text, codes_of

TABLE = Volunteer.__tablename__


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What somebody can do, how far they go, and what they agree to."""

    skills: Sequence[str] = ()
    reach: Reach = Reach.TOWNSHIP
    willing: bool = False
    born: date | None = None
    public: bool = False  # the masked name may stand in a public notice

    def written(self) -> str:
        """Return it line by line, to be compared."""
        lines = (
            "、".join(str(SKILLS[code]) for code in self.skills),
            str(REACHES[self.reach]),
            dated(self.born) if self.born else "",
            _("可以问我") if self.willing else _("先不要问我"),
            _("同意公示") if self.public else _("不同意公示"),
        )
        return "\n".join(line for line in lines if line)


def save(profile: Profile, *, version: int, by: Actor, at: datetime) -> None:
    """Keep what the person says of themselves; `version` is 0 where nothing was said yet.

    Raise `Overtaken` when they saved something else meanwhile, on another device.
    """
    before = find_volunteer(by.person)
    known = before.born if before else None
    wrong = rules.why_not_born(profile.born, before=known, today=village_day(at))
    refuse_if(wrong, field="born")
    public_at = before.public_at if before else None
    said = {
        "skills": as_text(profile.skills),
        "reach": profile.reach,
        "willing": profile.willing,
        "born": profile.born,
        "public_at": (public_at or at) if profile.public else None,
    }
    if not _keep(said, version=version, person_id=by.person, at=at):
        theirs = db.session.get_one(Volunteer, by.person, populate_existing=True)
        raise Overtaken(
            _("您刚刚在别处存过一版"),
            theirs=profile_of(theirs).written(),
            mine=profile.written(),
        )
    look_again(at=at)
    if profile.public != (public_at is not None):
        action = "agree_to_notice" if profile.public else "withdraw_notice"
        record(action, TABLE, by.person, by=by, at=at)


def _keep(said: Mapping[str, Any], *, version: int, person_id: int, at: datetime) -> bool:
    """Write the row if it is still as it was seen; tell whether it was."""
    if version == 0:
        first = insert_or(Volunteer).values(person_id=person_id, since=at, version=1, **said)
        step = first.on_conflict_do_nothing(index_elements=[Volunteer.person_id])
        return db.session.scalar(step.returning(Volunteer.person_id)) is not None
    mine = update(Volunteer).where(Volunteer.person_id == person_id, Volunteer.version == version)
    return bool(changed(mine.values(version=version + 1, **said)))


def look_again(*, at: datetime) -> None:
    """Let it be tried at once again to ask somebody where nobody was left: people have changed."""
    given_up = update(Shift).where(Shift.nobody_since.is_not(None), Shift.starts_at > at)
    db.session.execute(given_up.values(nobody_since=None))


def profile_of(volunteer: Volunteer) -> Profile:
    """Return what the row says."""
    return Profile(
        skills=codes_of(volunteer.skills),
        reach=volunteer.reach,
        willing=volunteer.willing,
        born=volunteer.born,
        public=volunteer.public_at is not None,
    )
