"""The coverage gate opens only when enough was seen."""

import pytest

from bin.coverage_gate import shortfalls


def seen(*, covered: int, of: int, path: str = "core/x.py", lines=(), branches=()):
    summary = {"covered_lines": covered, "num_statements": of, "missing_lines": of - covered}
    file = {"summary": summary, "missing_lines": list(lines), "missing_branches": list(branches)}
    return {"totals": summary, "files": {path: file}}


@pytest.mark.parametrize(("covered", "opens"), [(900, True), (899, False), (1000, True)])
def test_nine_lines_in_ten(covered, opens):
    share, found = shortfalls(seen(covered=covered, of=1000))
    assert share == covered / 10
    assert (found == []) is opens


@pytest.mark.parametrize(
    "path", ["core/branches/rules.py", "core/money.py", "core/access.py", "shop/access.py"]
)
def test_every_branch_of_the_rules(path):
    whole = {"covered": 1000, "of": 1000, "path": path}
    assert shortfalls(seen(**whole))[1] == []
    assert path in shortfalls(seen(**whole, branches=[[3, 5]]))[1][0]
    assert path in shortfalls(seen(**whole, lines=[7]))[1][0]


def test_a_missed_branch_elsewhere_is_allowed():
    assert shortfalls(seen(covered=1000, of=1000, branches=[[3, 5]]))[1] == []
