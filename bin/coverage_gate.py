"""Fails when the tests leave too much unseen: 90 % of all lines, every branch of the rules."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

LEAST_LINES = 90.0
EVERY_BRANCH = {"rules.py", "money.py", "access.py"}


def measured() -> dict[str, Any]:
    """Return what the last run of the tests saw."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "coverage.json")
        subprocess.run(  # noqa: S603 - our own interpreter, no word from outside
            [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(report)],
            check=True,
        )
        seen: dict[str, Any] = json.loads(report.read_text())
    return seen


def shortfalls(seen: dict[str, Any]) -> tuple[float, list[str]]:
    """Return the covered share of all lines in per cent, and a sentence for each shortfall."""
    found = []
    totals = seen["totals"]
    share = 100 * totals["covered_lines"] / max(totals["num_statements"], 1)
    if share < LEAST_LINES:
        found.append(f"{share:.1f} % of the lines are covered, {LEAST_LINES:.0f} % are asked for")
        found += [
            f"  {path}: {100 * s['covered_lines'] / s['num_statements']:.0f} %"
            for path, s in sorted(
                ((path, file["summary"]) for path, file in seen["files"].items()),
                key=lambda pair: -pair[1]["missing_lines"],
            )[:10]
            if s["missing_lines"]
        ]
    for path, file in sorted(seen["files"].items()):
        if PurePosixPath(path).name not in EVERY_BRANCH:
            continue
        if file["missing_lines"]:
            found.append(f"{path}: lines {file['missing_lines']} are not covered")
        if file["missing_branches"]:
            found.append(f"{path}: branches {file['missing_branches']} are not covered")
    return share, found


def main() -> int:
    share, found = shortfalls(measured())
    for line in found:
        print(line)
    print(f"coverage: {share:.1f} % of the lines{', not enough' if found else ''}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
