"""Whether it goes up to the branch above: the query and the rule say the same of any village."""

import random

import pytest
from sqlalchemy import text

from core.branches.models import OfficeRole
from core.db import db, writing
from core.errors import Refused
from services.hours.models import AttendanceStatus, Check, Confirmed
from services.hours.operations import confirming, objecting
from services.hours.queries import cases, desk
from services.hours.queries.judges import household_of
from services.hours.rules.confirming import why_not_ask
from tests.services.hours.world import DAY

pytestmark = pytest.mark.both_engines


@pytest.fixture
def wang(world):
    return world.person("王奶奶")


def goes_up(there, at):
    db.session.rollback()
    return cases.known_of(there.id, at=at).known.goes_up


def test_a_stranger_to_the_branch_is_judged_there(world, wang, at):
    assert not goes_up(world.ended(world.person(), served=wang), at)


def test_without_any_officer_it_goes_up(world, wang, at):
    there = world.ended(world.person(), served=wang)
    with writing():
        db.session.execute(
            text("UPDATE branch_office SET ended_at = :at WHERE branch_id = :id"),
            {"at": str(at), "id": world.branch.id},
        )
    assert goes_up(there, at)


def test_any_village_the_query_and_the_rule_agree(world, wang, make, act, at):
    """Officers and volunteers with random ties; each officer is asked by the rule one by one."""
    chance, seen = random.Random(11), set()
    roles = list(OfficeRole)
    for _village in range(20):
        branch, other = make.branch(parent=world.above), make.branch(parent=world.above)
        unit, li = make.unit(branch), world.person("志愿者")
        officers = [world.person(f"委员{n}") for n in range(chance.randint(0, 2))]
        for person, role in zip(officers, roles, strict=False):
            make.officer(branch, person=person, role=role)
            if chance.random() < 0.3:
                make.officer(other, person=person, role=role)
        if chance.random() < 0.5:
            make.member(chance.choice([branch, other]), li)
        if chance.random() < 0.4:
            world.house(li, *officers[:1], unit=unit)
        by_hand = {}
        if officers and chance.random() < 0.4:
            by_hand = {"by_hand": True, "why": "没电", "in_by": officers[-1].id}
        elif officers and chance.random() < 0.4:
            called = chance.choice(["in", "out"])
            by_hand = {f"{called}_how": Check.ORGANISER, f"{called}_by": officers[0].id}
        there = world.ended(li, task=world.task(served=wang, branch=branch), **by_hand)
        db.session.rollback()
        case = cases.known_of(there.id, at=at)
        fit = [
            person
            for person in officers
            if why_not_ask(
                case.known, by=act(person), lives_with=case.lives_with(household_of(person.id))
            )
            is None
        ]
        assert case.known.goes_up is (not fit)
        seen.add(case.known.goes_up)
    assert seen == {True, False}


def test_each_desk_lists_what_it_may_do_and_no_other(world, wang, make, at):
    member, plain = world.person("党员"), world.person("村民")
    make.member(world.branch, member)
    up = world.ended(member, served=wang)
    here = world.ended(plain, served=wang)
    agreed = world.ended(world.person("同意公示", public=True))
    foreign = make.branch()

    def listed(branch):
        rows = cases.list_at_desk(branch.id, cases.ASKED_OF_PEOPLE, at=at)
        return [row.id for row in rows]

    assert listed(world.branch) == [up.id, here.id], "its own, also what others confirm"
    assert listed(world.above) == [up.id]
    assert listed(foreign) == []
    assert cases.find_at_desk(world.above.id, up.id, at=at)
    assert cases.find_at_desk(world.above.id, here.id, at=at) is None
    assert cases.find_at_desk(world.branch.id, agreed.id, at=at), "looked up, though not waiting"
    later = at + 4 * DAY
    counted = cases.count_waiting(
        {world.branch.id, world.above.id}, desk.waits_for_officer(later), at=later, person_id=0
    )
    assert [(branch, count) for branch, count, _since in counted] == [
        (world.above.id, 1),
        (world.branch.id, 1),
    ]


@pytest.mark.parametrize(("days", "waits"), [(0, False), (2, False), (3, True)])
def test_the_person_served_is_left_three_days(world, wang, at, days, waits):
    world.ended(world.person(), served=wang)
    later = at + days * DAY
    counted = cases.count_waiting(
        {world.branch.id}, desk.waits_for_officer(later), at=later, person_id=0
    )
    assert bool(counted) is waits


def test_what_is_ones_own_does_not_wait_for_oneself(world, at):
    world.ended(world.upper, task=world.task(branch=world.above))
    waits = desk.waits_for_officer(at)
    asked = {"at": at, "person_id": world.upper.id}
    assert cases.count_waiting({world.above.id}, waits, **asked) == []


def test_after_it_was_confirmed_it_has_gone_from_the_upper_desk(world, wang, make, do, at):
    member = world.person("党员")
    make.member(world.branch, member)
    there = world.ended(member, served=wang)
    do(confirming.confirm, there, Confirmed.PHONE, by=world.upper)
    rows = cases.list_at_desk(world.above.id, cases.ASKED_OF_PEOPLE, at=at)
    assert rows == []


def test_an_objection_goes_up_where_nobody_here_may_answer(world, wang, do, at):
    there = world.ended(world.officer, served=wang)
    do(objecting.object_to, there, "没来", by=wang)
    assert there.status is AttendanceStatus.OBJECTED
    assert goes_up(there, at)
    (row,) = cases.list_at_desk(world.above.id, desk.OBJECTED, at=at)
    assert row.id == there.id


def test_an_objection_to_hours_entered_by_hand_is_answered_by_another(world, wang, do, make, at):
    """Whoever entered them does not; where there is nobody else, those above do."""
    entered = {"by_hand": True, "why": "没电", "in_by": world.officer.id}
    there = world.ended(world.person(), served=wang, **entered)
    objection = do(objecting.object_to, there, "没来", by=wang)
    assert goes_up(there, at)
    said = {"upheld": False, "words": "问过了"}
    with pytest.raises(Refused, match="您补录的时长"):
        do(objecting.answer, objection, by=world.officer, **said)
    other = make.officer(world.branch, person=make.person(name="委员"), role="publicity")
    assert not goes_up(there, at)
    with pytest.raises(Refused, match="组织这次服务的支部"):
        do(objecting.answer, objection, by=world.upper, **said)
    do(objecting.answer, objection, by=other, **said)
    assert there.status is AttendanceStatus.ENDED


def test_what_its_only_officer_called_waits_at_the_desk_above(world, wang, at):
    called = {"in_how": Check.ORGANISER, "in_by": world.officer.id}
    there = world.ended(world.person(), served=wang, day=4, **called)
    assert goes_up(there, at)
    counted = cases.count_waiting(
        {world.branch.id, world.above.id}, desk.waits_for_officer(at), at=at, person_id=0
    )
    assert [(branch, count) for branch, count, _since in counted] == [(world.above.id, 1)]
