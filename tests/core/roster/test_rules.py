"""Whom a line means, and when it is better to ask."""

import pytest

from core.branches.models import MembershipStatus
from core.errors import Refused
from core.roster.columns import Line
from core.roster.models import ImportStatus, RowKind
from core.roster.rules import ROSTER, Known, Village, bare, consent_of, judge, judge_all

PHONE, OTHER = "13800138000", "13900139000"
HERE, OFFICER = 7, 99
PLACES = {"name": "A2", "phone": "B2", "household": "C2", "member": "D2"}


def line(name="李明", **kw):
    return Line(**{"number": 2, "name": name, "places": PLACES, **kw})


def known(person_id=1, **kw):
    usual = {
        "name": "李明",
        "phone": PHONE,
        "phone_is_sure": False,
        "has_password": False,
        "is_closed": False,
        "unit_id": HERE,
        "household": "12",
        "member_of": None,
        "membership": None,
    }
    return Known(person_id=person_id, **{**usual, **kw})


def village(*people, **kw):
    residents = {}
    for each in people:
        if each.unit_id == HERE:
            residents.setdefault(bare(each.name), []).append(each)
    by_phone = {each.phone: each for each in people if each.phone}
    return Village(3, HERE, OFFICER, by_phone, residents)


def meaning(verdict):
    """Return the kind, the person and the first reason in one view."""
    person = verdict.person.person_id if verdict.person else None
    reasons = " ".join(f"{cell} {reason}" for cell, reason in verdict.problems)
    return verdict.kind, person, reasons


@pytest.mark.parametrize(
    ("seen", "people", "kind"),
    [
        (line(), [], RowKind.NEW),
        (line(phone=PHONE), [], RowKind.NEW),
        (line(phone=PHONE), [known()], RowKind.KNOWN),
        (line(name="李 明", phone=PHONE), [known()], RowKind.KNOWN),
        (line(household="12"), [known()], RowKind.KNOWN),
        (line(household="13"), [known()], RowKind.NEW),
        (line(phone=OTHER), [known()], RowKind.NEW),
        (line(), [known(phone=None, household=None)], RowKind.KNOWN),
        (line(phone=OTHER), [known(phone=None, household=None)], RowKind.CHANGED),
        (line(household="5"), [known(phone=None, household=None)], RowKind.CHANGED),
        (line(phone=PHONE, household="5"), [known()], RowKind.CHANGED),
        (line(phone=PHONE), [known(unit_id=None)], RowKind.CHANGED),
        (line(phone=OTHER, household="12"), [known()], RowKind.CHANGED),
        (line(phone=OTHER, household="12"), [known(phone=None)], RowKind.CHANGED),
        (line(phone=PHONE, member=True), [known()], RowKind.CHANGED),
        (
            line(phone=PHONE, member=True),
            [known(member_of=3, membership=MembershipStatus.ASKED)],
            RowKind.CHANGED,
        ),
        (
            line(phone=PHONE, member=True),
            [known(member_of=3, membership=MembershipStatus.CONFIRMED)],
            RowKind.KNOWN,
        ),
        (line(member=True), [], RowKind.NEW),
        (
            line(phone=PHONE, member=True),
            [known(OFFICER, member_of=3, membership=MembershipStatus.CONFIRMED)],
            RowKind.KNOWN,
        ),
    ],
)
def test_whom_a_line_means(seen, people, kind):
    verdict = judge(seen, village(*people))
    assert (verdict.kind, verdict.problems) == (kind, ())
    assert bool(verdict.changes) is (kind is RowKind.CHANGED)


@pytest.mark.parametrize(
    ("seen", "people", "reason"),
    [
        (line(name="王芳", phone=PHONE), [known()], "B2 这个号码登记在别人名下"),
        (line(phone=PHONE), [known(is_closed=True)], "B2 这个号码登记在别人名下"),
        (line(), [known()], "A2 村里有同名的人，请写手机号或户号"),
        (line(phone=OTHER), [known(phone=None)], "A2 村里有同名的人，请写户号"),
        (line(), [known(), known(2, phone=OTHER)], "A2 村里有几个同名的人"),
        (line(household="12"), [known(), known(2, phone=OTHER)], "A2 村里有几个同名的人"),
        (line(phone=PHONE), [known(unit_id=8)], "A2 这个人登记在别的村"),
        (
            line(phone=OTHER, household="12"),
            [known(has_password=True)],
            "B2 和本人登录用的号码不一样",
        ),
        (
            line(phone=OTHER, household="12"),
            [known(phone_is_sure=True)],
            "B2 和当面确认过的号码不一样",
        ),
        (line(phone=PHONE, member=True), [known(member_of=4)], "D2 已经在别的支部"),
        (line(phone=PHONE, member=True), [known(OFFICER)], "D2 自己的党员身份要由别人确认"),
        (line(problems=(("B2", "写错了"),)), [], "B2 写错了"),
    ],
)
def test_what_is_better_asked(seen, people, reason):
    kind, _person, reasons = meaning(judge(seen, village(*people)))
    assert kind is RowKind.BAD
    assert reason in reasons


def test_of_several_one_household_decides():
    people = [known(1, phone=None, household="12"), known(2, phone=None, household="13")]
    assert meaning(judge(line(household="13"), village(*people)))[:2] == (RowKind.KNOWN, 2)


def test_a_reason_without_a_cell_of_its_own_stands_with_the_name():
    seen = line(phone=PHONE, member=True, places={"name": "B5"})
    (problem,) = judge(seen, village(known(member_of=4))).problems
    assert problem[0] == "B5"


def test_two_lines_that_mean_the_same_person():
    lines = [line(phone=PHONE), line(number=3, household="12"), line(name="新人", number=4)]
    first, second, third = judge_all(lines, village(known()))
    assert (first.kind, third.kind) == (RowKind.KNOWN, RowKind.NEW)
    assert second.problems == (("A2", "和第 2 行是同一个人"),)


def test_consent_is_what_both_said_and_never_too_long():
    assert consent_of("入户告知", "") == "入户告知"
    assert consent_of("入户告知", "电话同意") == "入户告知；电话同意"
    assert len(consent_of("好" * 150, "的" * 150)) == 200


@pytest.mark.parametrize("status", ImportStatus)
@pytest.mark.parametrize("action", ["apply", "drop", "finish"])
def test_every_status_meets_every_action(status, action):
    legal = {
        (ImportStatus.CHECKED, "apply"): ImportStatus.APPLYING,
        (ImportStatus.CHECKED, "drop"): ImportStatus.DROPPED,
        (ImportStatus.APPLYING, "finish"): ImportStatus.DONE,
    }
    if (status, action) in legal:
        assert ROSTER.after(status, action) is legal[status, action]
    else:
        with pytest.raises(Refused):
            ROSTER.after(status, action)
