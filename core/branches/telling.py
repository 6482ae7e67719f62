"""Telling people who have an account that a branch has entered them as its own."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from core.accounts.telling import tell
from core.branches.models import Branch, Unit
from core.db import db


def tell_settled(people: Iterable[int], unit: Unit, *, at: datetime) -> None:
    """Tell them that they were entered as villagers, and whom to call if they are not."""
    branch = unit.branch
    tell(
        people,
        "branches.settled",
        about=f"{Unit.__tablename__}:{unit.id}:{at.isoformat()}",
        url="/me/",
        facts={"branch": branch.name, "unit": unit.name, "phone": phone_of(branch)},
        at=at,
    )


def tell_added(people: Iterable[int], branch: Branch, *, at: datetime) -> None:
    """Tell them that they were entered as members without having asked."""
    tell(
        people,
        "branches.member_added",
        about=f"{Branch.__tablename__}:{branch.id}:{at.isoformat()}",
        url="/me/branch",
        facts={"branch": branch.name, "phone": phone_of(branch)},
        at=at,
    )


def phone_of(branch: Branch) -> str:
    """Return the number of the branch's office, or of the nearest above that has one."""
    ids = [int(part) for part in branch.path.split("/") if part]
    above = select(Branch.id, Branch.phone).where(Branch.id.in_(ids), Branch.phone != "")
    phones = dict(db.session.execute(above).all())
    phone = next((phones[each] for each in reversed(ids) if each in phones), "")
    return f" {phone}" if phone else ""
