"""A part of a verification that has an address of its own: a listing, a picture."""

from dataclasses import dataclass

from core.db import db
from core.sponsorship.models import Sponsorship, VisitPicture
from core.sponsorship.queries.rows import find_at_desk, find_visit


@dataclass(frozen=True)
class Part:
    """A listing of the place by its number, or a picture of the visit."""

    sponsorship: Sponsorship
    listing: int = 0
    picture: VisitPicture | None = None

    @property
    def id(self) -> int:
        return self.sponsorship.id

    @property
    def branch_id(self) -> int:
        return self.sponsorship.branch_id

    @property
    def serving_id(self) -> int | None:
        return self.sponsorship.serving_id


def find_listing(branch_id: int, sponsorship_id: int, listing: int) -> Part | None:
    """Return the verification with the number of a listing, which the hook will know."""
    sponsorship = find_at_desk(branch_id, sponsorship_id)
    return Part(sponsorship, listing=listing) if sponsorship else None


def find_picture(branch_id: int, sponsorship_id: int, picture_id: int) -> Part | None:
    """Return the picture if it was taken on this verification's visit, else None."""
    sponsorship = find_at_desk(branch_id, sponsorship_id)
    visit = find_visit(sponsorship.id) if sponsorship else None
    picture = db.session.get(VisitPicture, picture_id)
    if sponsorship is None or visit is None or picture is None or picture.visit_id != visit.id:
        return None
    return None if picture.file.deleted_at else Part(sponsorship, picture=picture)
