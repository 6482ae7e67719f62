"""Rows with whatever a test does not care about filled in."""

import secrets
from datetime import UTC, date, datetime, timedelta

from core.accounts.models import Grant, GrantKind, Person, SignIn
from core.accounts.sessions import hash_of
from core.branches.actors import find_actor
from core.branches.models import (
    Branch,
    BranchKind,
    Membership,
    MembershipStatus,
    OfficeRole,
    OfficeTerm,
    Resident,
    Unit,
    UnitKind,
)
from core.clock import now
from core.db import db, writing


class Make:
    """Puts rows into the house, each in a transaction of its own."""

    def __init__(self):
        self.count = 0

    def number(self):
        self.count += 1
        return self.count

    def person(self, name="李明", **kw):
        made = {"name": name, "created_at": datetime(2026, 1, 1, tzinfo=UTC), **kw}
        made.setdefault("phone", f"138{self.number():08}")
        return self.add(Person(**made))

    def actor(self, person=None, **kw):
        """Return who acts, with the offices held now."""
        return find_actor((person or self.person(**kw)).id, at=now())

    def branch(self, name=None, parent=None, **kw):
        made = {"kind": BranchKind.VILLAGE, "path": "/", **kw}
        branch = Branch(
            name=name or f"河湾村党支部{self.number()}",
            parent_id=parent.id if parent else None,
            **made,
        )
        with writing():
            db.session.add(branch)
            db.session.flush()
            branch.path = f"{parent.path if parent else '/'}{branch.id}/"
        return branch

    def unit(self, branch=None, **kw):
        branch = branch or self.branch()
        made = {"kind": UnitKind.VILLAGE, "name": f"河湾村{self.number()}", **kw}
        return self.add(Unit(branch_id=branch.id, **made))

    def officer(self, branch=None, role=OfficeRole.SECRETARY, person=None, **kw):
        """Return a person who holds the office in the branch, as a row of `person`."""
        branch, person = branch or self.branch(), person or self.person(name="王正国")
        made = {"since": date(2026, 1, 1), "until": None, **kw}
        self.add(OfficeTerm(branch_id=branch.id, person_id=person.id, role=role, **made))
        return person

    def member(self, branch, person=None, status=MembershipStatus.CONFIRMED, **kw):
        person = person or self.person()
        made = {"asked_at": datetime(2026, 1, 2, tzinfo=UTC), **kw}
        return self.add(Membership(branch_id=branch.id, person_id=person.id, status=status, **made))

    def resident(self, unit, person=None, **kw):
        person = person or self.person()
        made = {"entered_at": datetime(2026, 1, 2, tzinfo=UTC), **kw}
        self.add(Resident(person_id=person.id, unit_id=unit.id, **made))
        return person

    def admin(self, person=None, kind=GrantKind.ADMIN):
        person = person or self.person(name="管理员")
        self.add(Grant(person_id=person.id, kind=kind, granted_at=datetime(2026, 1, 1, tzinfo=UTC)))
        return person

    def clerk(self, person=None):
        return self.admin(person or self.person(name="办事员"), GrantKind.CLERK)

    def sign_in(self, person, at=None, **kw):
        """Return the token of a session that stands on the server."""
        token, at = secrets.token_urlsafe(32), at or now()
        made = {
            "device": "test",
            "created_at": at,
            "confirmed_at": at,
            "seen_at": at,
            "ends_at": at + timedelta(days=30),
            "idle_minutes": 720,
            **kw,
        }
        self.add(SignIn(token_hash=hash_of(token), person_id=person.id, **made))
        return token

    @staticmethod
    def add(row):
        with writing():
            db.session.add(row)
        return row
