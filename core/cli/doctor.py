"""The house looked over, one thing after the other; each says what to do when it is not well."""

from dataclasses import dataclass

from core.cli.checks import database, files, outside, people, sealing, search, settings
from core.cli.checks.registry import Check
from core.db import db

CHECKS: tuple[Check, ...] = (
    *settings.CHECKS,
    *database.CHECKS,
    *files.CHECKS,
    *sealing.CHECKS,
    *search.CHECKS,
    *outside.CHECKS,
    *people.CHECKS,
)


@dataclass(frozen=True)
class Finding:
    """What one look found; the advice is empty when all is well."""

    title: str
    advice: str

    @property
    def ok(self) -> bool:
        return not self.advice


def examine(*, production: bool) -> list[Finding]:
    """Look at everything; the checks for the public are left out unless `production` is asked."""
    return [
        Finding(check.title, look(check))
        for check in CHECKS
        if (production or not check.production) and check.applies()
    ]


def look(check: Check) -> str:
    """Return the advice of one check; whatever goes wrong on the way is a finding too."""
    try:
        return check.why_not() or ""
    except Exception as error:  # noqa: BLE001 - one broken thing must not hide the others
        return (
            f"could not be looked at ({type(error).__name__}: {str(error).splitlines()[0][:120]})"
        )
    finally:
        db.session.rollback()
