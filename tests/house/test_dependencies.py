"""Every third-party package is declared, locked, and has its reason."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bin import locks

ROOT = Path(__file__).parents[2]
REASON = re.compile(r"^\| (?P<name>[a-z0-9-]+) \| (?P<reason>\S.*?) \|$", re.MULTILINE)
OURS = {"core", "shop", "training", "services", "wsgi", "bin", "bench", "tests"}
PACKAGES = packages_distributions()
CODE = ("core", "shop", "training", "services")


def declared(*, everything: bool) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = list(project["project"]["dependencies"])
    wanted += project["project"]["optional-dependencies"]["scale"]
    if everything:
        wanted += project["dependency-groups"]["dev"]
    return {canonicalize_name(Requirement(one).name) for one in wanted}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names - OURS - sys.stdlib_module_names


def test_each_package_has_one_reason():
    page = (ROOT / "docs/dependencies.md").read_text()
    named = [row["name"] for row in REASON.finditer(page) if row["name"] != "package"]
    assert sorted(named) == sorted(declared(everything=True))


def test_what_the_house_imports_is_declared():
    undeclared = {}
    for folder in CODE:
        for path in (ROOT / folder).rglob("*.py"):
            for name in imported(path):
                packages = {canonicalize_name(p) for p in PACKAGES.get(name, ())}
                # Flask brings its own parts; importing them is importing Flask.
                packages |= (
                    {"flask"} if name in {"werkzeug", "jinja2", "click", "markupsafe"} else set()
                )
                packages |= {"flask-babel"} if name == "babel" else set()
                packages |= {"flask-migrate"} if name == "alembic" else set()
                packages |= {"boto3"} if name == "botocore" else set()
                if not packages & declared(everything=False):
                    undeclared[str(path.relative_to(ROOT))] = name
    assert undeclared == {}


def test_what_is_declared_to_run_is_used():
    names = {
        name for folder in CODE for path in (ROOT / folder).rglob("*.py") for name in imported(path)
    }
    used = {canonicalize_name(package) for name in names for package in PACKAGES.get(name, ())}
    # By Procfile, by bin/run, by an address, for the files it brings.
    otherwise = {"gunicorn", "honcho", "psycopg", "bootstrap-flask"}
    assert declared(everything=False) - used - otherwise == set()


def test_the_locks_hold_what_is_declared(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    assert list(locks.problems()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("nh3==", "nh4==", "holds nothing for nh3"),
        ("flask==3", "flask==2", "holds 2"),
        ("--hash=sha256:", "--hush=sha256:", "has no hash"),
        ("# via", "# https://example.org\n    # via", "names an index"),
    ],
)
def test_a_lock_that_differs_is_told(tmp_path, monkeypatch, was, becomes, told):
    text = (ROOT / locks.RUN).read_text()
    assert was in text
    (tmp_path / locks.RUN).write_text(text.replace(was, becomes))
    monkeypatch.chdir(tmp_path)
    asked_to_run, _ = asked_in(ROOT, monkeypatch, tmp_path)
    assert any(told in line for line in locks.lacking(locks.RUN, asked_to_run))


def asked_in(folder, monkeypatch, back):
    monkeypatch.chdir(folder)
    found = locks.asked()
    monkeypatch.chdir(back)
    return found
