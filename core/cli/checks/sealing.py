"""Whether what is confidential can be sealed, opened, and by nobody else."""

from pathlib import Path

from core.adapters.keys import is_private
from core.cli.backup import ROOT
from core.cli.checks.registry import Check
from core.house import HOUSE
from core.sealing.queries import count_by_key


def path() -> Path | None:
    kind, _, given = HOUSE.settings["SEAL_KEYS"].partition(":")
    return ROOT / given if kind == "file" else None


def outside() -> str | None:
    return None if path() else "SEAL_KEYS=file:PATH, then flask seal new-key"


def present() -> str | None:
    return None if HOUSE.keys.current else "flask seal new-key"


def private() -> str | None:
    file = path()
    if file is None or not file.exists() or is_private(file):
        return None
    return f"chmod 600 {file.name}: others can read the keys"


def apart() -> str | None:
    file = path()
    if file is None:
        return None
    kept = [ROOT / HOUSE.settings["BACKUP_DIR"], ROOT / "static"]
    if HOUSE.settings["FILES_URL"].startswith("file:"):
        kept.append(ROOT / HOUSE.settings["FILES_URL"].removeprefix("file:"))
    inside = any(file.resolve().is_relative_to(each.resolve()) for each in kept)
    return "the file of SEAL_KEYS must lie outside backups, files and static/" if inside else None


def opens() -> str | None:
    lost = {name: n for name, n in count_by_key().items() if not HOUSE.keys.knows(name)}
    if not lost:
        return None
    return f"bring back the keys {', '.join(sorted(lost))}: {sum(lost.values())} safes stay shut"


CHECKS = (
    Check(title="keys lie outside the database", why_not=outside, production=True),
    Check(title="there is a key to seal with", why_not=present),
    Check(title="keys are readable by the house alone", why_not=private),
    Check(title="keys are in no backup", why_not=apart),
    Check(title="every safe can be opened", why_not=opens),
)
