"""Every setting is written down for whoever runs the house."""

import re

import pytest

from core.settings import TABLE
from tests.house.source import PYTHON, ROOT, name

# Read at the start of a process, before there are settings, or by a test alone.
OUTSIDE = {"HOST", "PORT", "WEB_CONCURRENCY", "XINGCUN_CLOCK_OFFSET", "PROMETHEUS_MULTIPROC_DIR"}
MAY_READ = {"wsgi.py", "core/clock.py", "core/web/metrics.py", "core/web/logs.py"}


@pytest.mark.parametrize("setting", sorted(TABLE))
def test_every_setting_is_documented(setting):
    page = (ROOT / "docs/operations.md").read_text()
    assert re.search(rf"`{setting}`", page), f"{setting} is not in docs/operations.md"


def test_no_setting_is_documented_that_is_none():
    page = (ROOT / "docs/operations.md").read_text()
    named = set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", page, re.MULTILINE))
    assert named <= set(TABLE) | OUTSIDE | {"GUNICORN_LOG_LEVEL", "XINGCUN_LOG_LEVEL"}


def test_settings_come_from_the_house():
    reads = re.compile(r"os\.environ|os\.getenv")
    others = [path for path in PYTHON if name(path) not in MAY_READ]
    assert len(others) > 100
    assert not [name(path) for path in others if reads.search(path.read_text())]
