"""Whether the people and texts are there that the public must find."""

from sqlalchemy import func, select

from core.accounts.demo import DOMAIN
from core.accounts.models import Grant, GrantKind, Person
from core.branches.actors import in_office
from core.branches.models import Branch, OfficeRole, OfficeTerm
from core.cli.checks.registry import Check
from core.clock import now, village_day
from core.db import db
from core.house import HOUSE
from core.site.models import SheetKind
from core.site.queries import find_sheet, stored_facts

LEAST_CLERKS = 2  # money and disputes want four eyes
NEEDED = ("name", "address", "phone", "county")


def count_who_can(kind: GrantKind) -> int:
    """Count who has the right today and could sign in with it; demo people need no password."""
    able = (
        select(func.count())
        .select_from(Grant)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.kind == kind, Grant.ended_at.is_(None))
        .where(Person.disabled_at.is_(None), Person.closed_at.is_(None))
    )
    if not HOUSE.settings.demo:
        able = able.where(Person.password_hash.is_not(None))
    return db.session.scalar(able) or 0


def administrators() -> str | None:
    return None if count_who_can(GrantKind.ADMIN) else "flask --app wsgi admin create"


def clerks() -> str | None:
    there = count_who_can(GrantKind.CLERK)
    return (
        None if there >= LEAST_CLERKS else f"{there} of {LEAST_CLERKS}: name them at /admin/clerks"
    )


def rules_in_force() -> str | None:
    in_force = find_sheet(SheetKind.RULES, at=now())
    return None if in_force else "publish them at /admin/sheets/rules"


def privacy_in_force() -> str | None:
    in_force = find_sheet(SheetKind.PRIVACY, at=now())
    return None if in_force else "publish it at /admin/sheets/privacy"


def operator_known() -> str | None:
    """E-commerce law 15: licence facts, or why none is needed, on the home page."""
    facts = stored_facts()
    missing = [name for name in NEEDED if not facts[name]]
    if not facts["no_registration"]:
        missing += [name for name in ("credit_code", "licence_ref") if not facts[name]]
    return f"fill in at /admin/facts: {', '.join(missing)}" if missing else None


def branch_led() -> str | None:
    led = (
        select(func.count())
        .select_from(OfficeTerm)
        .join(Branch, Branch.id == OfficeTerm.branch_id)
        .where(OfficeTerm.role == OfficeRole.SECRETARY, in_office(village_day(now())))
        .where(Branch.closed_at.is_(None))
    )
    return (
        None
        if db.session.scalar(led)
        else "found a branch and name its secretary at /admin/branches"
    )


def nobody_invented() -> str | None:
    invented = select(func.count()).where(Person.email.endswith(DOMAIN, autoescape=True))
    found = db.session.scalar(invented)
    return (
        f"{found} people of the demo world are here: start with an empty database"
        if found
        else None
    )


CHECKS = (
    Check(title="an administrator can sign in", why_not=administrators),
    Check(title="two clerks can sign in", why_not=clerks, production=True),
    Check(title="rules are in force", why_not=rules_in_force, production=True),
    Check(title="privacy notice is in force", why_not=privacy_in_force, production=True),
    Check(title="operator is known", why_not=operator_known, production=True),
    Check(title="a branch has a secretary", why_not=branch_led, production=True),
    Check(title="nobody is invented", why_not=nobody_invented, production=True),
)
