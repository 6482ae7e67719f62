"""Runs the long proofs and writes their closing report to docs/proof.md."""

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET  # our own report, read back
from datetime import UTC, datetime
from pathlib import Path

REPORT = Path("docs/proof.md")


def run(junit: Path) -> int:
    """Run the tests marked `prove`, one at a time: they share the machine with what they kill."""
    command = [sys.executable, "-m", "pytest", "-m", "prove", "-n", "0", f"--junitxml={junit}"]
    command += ["-o", "junit_family=xunit1"]  # the newer form has no place for a test's figures
    return subprocess.run(  # noqa: S603 - our own interpreter; options are the developer's
        [*command, "--durations=0", *sys.argv[1:]], check=False
    ).returncode


def rows(junit: Path) -> list[tuple[str, str, float, str]]:
    """Return (proof, result, seconds, figures) of each test."""
    found = []
    for case in ET.parse(junit).getroot().iter("testcase"):  # noqa: S314 - written a moment ago
        place = case.get("classname", "").removeprefix("tests.")
        failed = case.find("failure") is not None or case.find("error") is not None
        result = "FAILED" if failed else "skipped" if case.find("skipped") is not None else "held"
        figures = ", ".join(
            f"{p.get('name')} {p.get('value')}" for p in case.iterfind("properties/property")
        )
        found.append((f"{place}: {case.get('name')}", result, float(case.get("time", 0)), figures))
    return found


def report(found: list[tuple[str, str, float, str]]) -> str:
    """Return the page: when, on what, and how each proof ended; no host, no folder."""
    held = sum(result == "held" for _, result, _, _ in found)
    seconds = sum(took for _, _, took, _ in found)
    machine = f"{os.cpu_count()} CPUs, {platform.system()} {platform.machine()}"
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    lines = [
        "# What the long proofs showed",
        "",
        "Written by `make prove`.",
        "",
        f"- Date: {datetime.now(UTC):%Y-%m-%d}",
        f"- Machine: {machine}, {versions}",
        f"- Result: {held} of {len(found)} proofs held, {seconds:.0f} seconds",
        "",
        "| Proof | Result | Seconds | Figures |",
        "|---|---|---:|---|",
    ]
    lines += [
        f"| {name.replace('|', '/')} | {result} | {took:.1f} | {figures.replace('|', '/')} |"
        for name, result, took, figures in found
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        junit = Path(folder, "proof.xml")
        code = run(junit)
        if not junit.exists():
            return code or 1
        found = rows(junit)
    if found and len(sys.argv) == 1:
        REPORT.write_text(report(found))
        print(f"Written to {REPORT}")
    return code


if __name__ == "__main__":
    sys.exit(main())
