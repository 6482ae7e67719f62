"""Who may try what: a permission is declared once, with the checks that grant it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Office:
    """An office held in one branch today; the path (`/1/4/`) holds the ids from the root down."""

    branch_id: int
    path: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who is behind the request: what checks and operations need, and nothing to save.

    `id` is who taps and holds the offices; `person` is for whom, the same unless by proxy.
    `branch_id` is the branch the person is a confirmed member of; `unit_id` where they live. Who
    acts for another holds no office meanwhile, and may do only what the `scopes` name.
    """

    id: int
    person: int
    name: str
    offices: frozenset[Office] = frozenset()
    is_admin: bool = False
    is_clerk: bool = False
    branch_id: int | None = None
    unit_id: int | None = None
    for_name: str = ""  # of the person it is for, where that is another
    scopes: frozenset[str] = frozenset()

    @property
    def is_proxy(self) -> bool:
        return self.id != self.person

    def branches_as(self, *roles: str) -> set[int]:
        """Return the branches in which one of these offices is held; any office without roles."""
        return {o.branch_id for o in self.offices if not roles or o.role in roles}

    def stands_over(self, path: str) -> bool:
        """Tell whether an office is held in a branch above the one with this path."""
        return any(path != o.path and path.startswith(o.path) for o in self.offices)


# What the system itself does (sweeps, commands) stands in history without a person.
SYSTEM = Actor(id=0, person=0, name="")

# The subject is the object asked for, or None where the function itself is asked for.
Check = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Permission:
    """A thing one may try; granted when any of the checks says so.

    `scope` names what somebody must have been trusted with to do it for another; without one it
    can only be done by oneself.
    """

    name: str
    title: str
    any_of: tuple[Check, ...]
    scope: str = ""

    def granted(self, actor: Actor, subject: Any = None) -> bool:
        return any(check(actor, subject) for check in self.any_of)


def anyone(_actor: Actor, _subject: Any) -> bool:
    """Grant to everyone who is signed in."""
    return True


def admin(actor: Actor, _subject: Any) -> bool:
    """Grant to the site's administrators."""
    return actor.is_admin


def clerk(actor: Actor, _subject: Any) -> bool:
    """Grant to the operator's clerks."""
    return actor.is_clerk


def owner(actor: Actor, subject: Any) -> bool:
    """Grant a function to everyone, an object to the person it belongs to."""
    return subject is None or subject.person_id == actor.person


def holds(*roles: str) -> Check:
    """Grant a function to whoever has such an office somewhere, an object to who has it there."""

    def check(actor: Actor, subject: Any) -> bool:
        branches = actor.branches_as(*roles)
        return bool(branches) if subject is None else subject.branch_id in branches

    return check


def above(actor: Actor, subject: Any) -> bool:
    """Grant to officers of a branch above the subject's (its `path`)."""
    return bool(actor.offices) if subject is None else actor.stands_over(subject.path)
