"""What is said to whom it was done for, of each act of theirs that the school lets another do."""

from collections.abc import Mapping

from core.words import _l

ACTS: Mapping[str, str] = {
    "enrolments.drop": _l("不再等一门课的名额"),
    "enrolments.enrol": _l("报了一门课"),
    "enrolments.leave": _l("退了一门课"),
    "enrolments.wait": _l("排了一门课的候补"),
}
