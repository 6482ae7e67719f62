"""The report of the proofs tells what was run, how it ended, and nothing of the machine's names."""

import platform
from pathlib import Path

from bin.prove import report, rows

JUNIT = """<testsuites><testsuite>
<testcase classname="tests.faults.test_kills" name="test_a" time="12.5">
  <properties><property name="kills" value="30"/><property name="lost" value="0"/></properties>
</testcase>
<testcase classname="tests.faults.test_races" name="test_b[a|b]" time="1.5">
  <failure message="no"/>
</testcase>
</testsuite></testsuites>"""


def test_report(tmp_path):
    junit = tmp_path / "proof.xml"
    junit.write_text(JUNIT)
    page = report(rows(junit))
    assert "- Result: 1 of 2 proofs held, 14 seconds" in page
    assert "| faults.test_kills: test_a | held | 12.5 | kills 30, lost 0 |" in page
    assert "| faults.test_races: test_b[a/b] | FAILED | 1.5 |  |" in page
    assert platform.node() not in page
    assert str(Path.home()) not in page
