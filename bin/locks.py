"""Compares pyproject.toml with both locks, and the locks with each other."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

RUN, DEV = Path("requirements.lock"), Path("requirements-dev.lock")
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;]+)"
    r"(?P<rest>(?:.*\n(?=[ #]))*.*)",
    re.MULTILINE,
)
ASKED_FOR = re.compile(r"# +(?:via )? *xingcun\b")


def pins(lock: Path) -> dict[str, tuple[str, str]]:
    """Return name -> (version, the lines below it) of a lock."""
    return {
        canonicalize_name(pin["name"]): (pin["version"], pin["rest"])
        for pin in PIN.finditer(lock.read_text())
    }


def asked() -> tuple[list[Requirement], list[Requirement]]:
    """Return what pyproject.toml asks for: to run (with every extra), and to develop."""
    declared = tomllib.loads(Path("pyproject.toml").read_text())
    run = list(declared["project"]["dependencies"])
    for extra in declared["project"]["optional-dependencies"].values():
        run += extra
    return [Requirement(r) for r in run], [
        Requirement(r) for r in declared["dependency-groups"]["dev"]
    ]


def lacking(lock: Path, wanted: list[Requirement]) -> Iterator[str]:
    """Yield where one lock and what is asked for differ."""
    held = pins(lock)
    names = {str(canonicalize_name(requirement.name)) for requirement in wanted}
    for requirement in wanted:
        version, _ = held.get(canonicalize_name(requirement.name), ("nothing", ""))
        if version == "nothing" or version not in requirement.specifier:
            yield f"{lock} holds {version} for {requirement}"
    for name, (_, rest) in held.items():
        if "--hash=sha256:" not in rest:
            yield f"{lock} has no hash for {name}"
        if ASKED_FOR.search(rest) and name not in names:
            yield f"{lock} holds {name}, which pyproject.toml no longer asks for"
    if re.search(r"https?://|--index|--find-links", lock.read_text()):
        yield f"{lock} names an index"


def problems() -> Iterator[str]:
    """Yield a sentence for each difference."""
    run, dev = asked()
    yield from lacking(RUN, run)
    yield from lacking(DEV, run + dev)
    developing = pins(DEV)
    for name, (version, _) in pins(RUN).items():
        if developing.get(name, ("", ""))[0] != version:
            yield f"{DEV} does not hold {name} {version} as {RUN} does"


def main() -> int:
    found = list(problems())
    for line in found:
        print(f"{line}: run `make lock`")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
