"""What is allowed in the tree, with offices and with memberships, without a database."""

from datetime import date, timedelta

import pytest

from core.access import Actor, Office
from core.branches import rules
from core.branches.models import BranchKind, OfficeRole

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def officer(role, branch_id=4, person=7, **kw):
    office = Office(branch_id=branch_id, path=f"/1/{branch_id}/", role=role)
    return Actor(id=person, person=person, name="王", offices=frozenset({office}), **kw)


@pytest.mark.parametrize(
    ("name", "family"),
    [("李建国", "李"), ("欧阳春生", "欧阳"), ("欧阳", "欧"), (" 王 ", "王"), ("", "")],
)
def test_family_names(name, family):
    assert rules.surname(name) == family


def test_the_public_reads_a_family_name_only(app):
    with app.test_request_context():
        assert rules.public_name("司马光明") == "司马某"


def test_small_counts_are_hidden(app):
    with app.test_request_context():
        assert [rules.shown_count(count) for count in (0, 4, 5, 17)] == [
            "少于 5",
            "少于 5",
            "5",
            "17",
        ]


@pytest.mark.parametrize("kind", BranchKind)
@pytest.mark.parametrize("parent", [None, *BranchKind])
def test_a_township_stands_at_the_root_or_under_another(kind, parent):
    allowed = kind is not BranchKind.TOWNSHIP or parent in {None, BranchKind.TOWNSHIP}
    assert (rules.why_not_stand_under(kind, parent) is None) is allowed


@pytest.mark.parametrize(
    ("path", "to", "allowed"),
    [
        ("/1/4/", None, True),
        ("/1/4/", "/2/", True),
        ("/1/4/", "/1/4/", False),
        ("/1/4/", "/1/4/9/", False),
        ("/1/4/", "/1/40/", True),
        ("/1/4/", "/" + "123456789/" * 19, False),
    ],
)
def test_no_branch_moves_below_itself(path, to, allowed):
    assert (rules.why_not_move(path, to=to) is None) is allowed


@pytest.mark.parametrize(
    ("role", "by", "may"),
    [
        ("secretary", officer("secretary", 1), True),
        ("secretary", officer("deputy_secretary", 1), False),
        ("secretary", officer("secretary", 4), False),
        ("secretary", officer("organisation", 9, is_admin=True), True),
        ("publicity", officer("secretary", 4), True),
        ("publicity", officer("deputy_secretary", 4), True),
        ("publicity", officer("organisation", 4), False),
        ("publicity", officer("secretary", 1), False),
        ("publicity", officer("organisation", 9, is_admin=True), False),
    ],
)
def test_who_gives_an_office(role, by, may):
    assert rules.may_name(role, branch_id=4, parent_id=1, by=by) is may
    assert (rules.why_not_name(role, 30, branch_id=4, parent_id=1, by=by) is None) is may


def test_a_branch_at_the_root_gets_its_secretary_from_the_administrator_alone():
    by = officer("secretary", 1)
    assert not rules.may_name("secretary", branch_id=1, parent_id=None, by=by)


def test_nobody_makes_himself_secretary():
    by = officer("secretary", 1, person=30, is_admin=True)
    assert rules.why_not_name("secretary", 30, branch_id=4, parent_id=1, by=by)
    assert rules.why_not_name("secretary", 31, branch_id=4, parent_id=1, by=by) is None


@pytest.mark.parametrize(
    ("person", "role", "may"),
    [(7, "organisation", True), (8, "organisation", False), (8, "secretary", True)],
)
def test_a_stand_in_is_named_by_the_holder_or_whoever_gives_the_office(person, role, may):
    by = officer(role, person=person)
    assert rules.may_stand_in("discipline", 7, branch_id=4, parent_id=1, by=by) is may


@pytest.mark.parametrize(
    ("since", "allowed"),
    [
        (TODAY, True),
        (TODAY + rules.ENDING_SOON, True),
        (TODAY + rules.ENDING_SOON + DAY, False),
        (TODAY - rules.LONGEST_TERM, True),
        (TODAY - rules.LONGEST_TERM - DAY, False),
    ],
)
def test_when_a_term_may_begin(since, allowed):
    assert (rules.why_not_since(since, today=TODAY) is None) is allowed


@pytest.mark.parametrize(
    ("since", "until", "allowed"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, TODAY, False),
        (TODAY - 9 * DAY, TODAY - DAY, False),
        (TODAY - 9 * DAY, TODAY + rules.LONGEST_TERM, True),
        (TODAY, TODAY + rules.LONGEST_TERM + DAY, False),
    ],
)
def test_when_a_term_may_end(since, until, allowed):
    assert (rules.why_not_until(until, since=since, today=TODAY) is None) is allowed


def test_nobody_answers_for_himself():
    assert rules.why_not_answer(7, by=officer("secretary"))
    assert rules.why_not_answer(8, by=officer("secretary")) is None


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("", True),
        ("93000000MA0YX00017", True),
        ("93000000MA0YX0001", False),
        ("93000000MA0YX0001一", False),
        ("93000000MA0YX-0017", False),
    ],
)
def test_registration_numbers(number, good):
    assert (rules.why_not_registration(number) is None) is good


def test_every_kind_role_and_status_has_its_words():
    assert set(rules.KINDS) == set(BranchKind)
    assert set(rules.ROLES) == set(OfficeRole)
