"""How the code is laid out, checked instead of remembered."""

import ast
import re
import subprocess

import pytest

from tests.house.source import AREAS, PYTHON, ROOT, SCRIPTS, TEMPLATES, TESTS, name, nodes, tree

ROOM = {
    "__init__",
    "models",
    "rules",
    "queries",
    "operations",
    "forms",
    "papers",
    "views",
    "desk_views",
    "jobs",
    "demo",
}
LUMBER = {"utils", "util", "helpers", "helper", "common", "misc", "lib", "service", "services"}
COMMITS = {"commit", "begin", "begin_nested"}


def those(paths, is_wrong):
    """Return the names of the files with which something is wrong; one test looks at all."""
    assert len(paths) > 100
    return [name(path) for path in paths if is_wrong(path)]


def is_long(path):
    return len(path.read_text().splitlines()) > 300


def test_a_file_fits_in_the_head():
    assert not those([*PYTHON, *TESTS, *TEMPLATES, *SCRIPTS], is_long)


def test_a_long_file_is_found(tmp_path):
    (tmp_path / "long.py").write_text("x = 1\n" * 301)
    assert is_long(tmp_path / "long.py")


def says_too_little(path):
    said = ast.get_docstring(tree(path)) or ""
    return not said.endswith(".") or "\n" in said or len(said.split()) < 2


def test_a_module_says_in_one_sentence_what_it_is():
    assert not those(PYTHON, says_too_little)


def commits(path):
    used = {node.attr for node in nodes(path, ast.Attribute)}
    used |= {
        word.upper()
        for node in nodes(path, ast.Constant)
        if isinstance(node.value, str)
        for word in re.findall(r"^\s*(COMMIT|SAVEPOINT|BEGIN)\b", node.value)
    }
    return used & {*COMMITS, "COMMIT", "SAVEPOINT", "BEGIN"}


def test_only_the_database_room_commits():
    assert not those([p for p in PYTHON if p.parent != ROOT / "core/db"], commits)


def test_whoever_commits_is_found(tmp_path):
    for number, line in enumerate(("db.session.commit()", "execute('COMMIT')")):
        careless = tmp_path / f"careless{number}.py"
        careless.write_text(line)
        assert commits(careless)


def sets_status(path):
    assigned = [n for n in nodes(path, ast.Attribute) if isinstance(n.ctx, ast.Store)]
    by_name = [
        keyword
        for call in nodes(path, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "values"
        for keyword in call.keywords
        if keyword.arg == "status"
    ]
    by_set = [
        call
        for call in nodes(path, ast.Call)
        if isinstance(call.func, ast.Name)
        and call.func.id == "setattr"
        and any(isinstance(a, ast.Constant) and a.value == "status" for a in call.args)
    ]
    return bool(by_name or by_set) or "status" in {node.attr for node in assigned}


def test_a_status_changes_only_by_a_move():
    assert not those([p for p in PYTHON if p.name != "transition.py"], sets_status)


@pytest.mark.parametrize(
    "line", ["row.status = 'paid'", "update(T).values(status='x')", "setattr(row, 'status', 'x')"]
)
def test_whoever_sets_a_status_is_found(tmp_path, line):
    careless = tmp_path / "careless.py"
    careless.write_text(line)
    assert sets_status(careless)


def test_rooms_have_no_lumber():
    files = [p for area in AREAS for p in (ROOT / area).glob("*/*.py")]
    assert {p.stem for p in files} <= ROOM
    assert not {p.stem for p in PYTHON} & LUMBER
    assert not {p.parent.name for p in PYTHON} & (LUMBER - {"services"})
    numbered = [name(p) for p in PYTHON if re.search(r"\d$", p.stem) and p.stem != "s3"]
    assert not numbered


def test_nothing_is_left_to_do():
    found = [
        f"{name(path)}:{number}"
        for path in [*PYTHON, *TEMPLATES, *SCRIPTS]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line)
    ]
    assert not found


def is_skipped(path):
    marks = {n.attr for n in nodes(path, ast.Attribute)}
    names = {a.name for n in nodes(path, ast.ImportFrom) for a in n.names}
    return (marks | names) & {"skip", "skipif", "importorskip", "xfail", "MagicMock", "patch"}


def test_no_test_is_skipped_and_nothing_of_ours_is_mocked():
    assert not those([p for p in TESTS if p.name != "test_files.py"], is_skipped)


def test_what_is_skipped_is_found(tmp_path):
    (tmp_path / "lazy.py").write_text("import pytest\n\n\n@pytest.mark.skip\ndef test_x(): ...\n")
    assert is_skipped(tmp_path / "lazy.py")


# Written in pieces, so that this page does not find itself.
PLACES = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/tm" + "p/bash_")
REGISTRIES = ("pypi" + r"\.org", "npm" + "js", "files.python" + "hosted", "index" + "-url =")
TELLING = re.compile("|".join([*PLACES, *REGISTRIES]), re.IGNORECASE)
PICTURES = {".png", ".webp", ".ico", ".jpg", ".xlsx"}


def test_no_file_names_a_machine_or_a_registry():
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    found = []
    for each in filter(None, listed.split("\0")):
        path = ROOT / each
        if not path.is_file() or path.suffix in PICTURES:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if TELLING.search(line):
                found.append(f"{each}:{number}: {line.strip()[:80]}")
    assert not found
