"""What is kept about a volunteer's shifts is theirs to copy out and to erase."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db, writing
from core.me.operations import close_account, data_of
from core.waitlists.models import Wait, WaitStatus
from core.waitlists.queries import find_live
from services.volunteering import jobs
from services.volunteering.models import Signup, SignupStatus, Turn
from services.volunteering.operations import signups, turns
from services.volunteering.operations.own_shifts import OwnShifts
from services.volunteering.queries.turns import list_open
from services.volunteering.rules.signups import KIND
from tests.services.volunteering.signups.world import asked

pytestmark = pytest.mark.both_engines


@pytest.fixture
def busy(hands, do, at):
    """Return somebody who was somewhere, comes, waits, is kept a place, is asked, and said no."""
    person = hands.volunteer(hands.person("张三"))
    who, (holder, other) = hands.actor(person), hands.crowd(2)
    day = timedelta(days=1)
    shifts = {
        "past": hands.shift(hands.task(title="扫过的雪"), starts=at - day),
        "coming": hands.shift(hands.task(title="送菜"), starts=at + 2 * day),
        "waiting": hands.shift(hands.task(title="理发"), starts=at + 3 * day),
        "kept": hands.shift(hands.task(title="读报"), starts=at + 4 * day),
        "asked": hands.in_turn(title="代买东西", starts=at + 5 * day),
        "declined": hands.in_turn(title="搬家", starts=at + 6 * day),
    }
    for name in ("past", "coming"):
        do(signups.join, shifts[name], of_age=True, by=who, at=at - 2 * day)
    for name in ("waiting", "kept"):
        hands.fill(shifts[name], holder)
        do(signups.join_or_wait, shifts[name], of_age=True, by=who)
    for name in ("coming", "kept"):
        do(signups.join_or_wait, shifts[name], of_age=True, by=other)
    do(signups.cannot_come, shifts["kept"], by=holder)
    for name in ("asked", "declined"):
        do(turns.ask, shifts[name])
    do(turns.decline, list_open(shifts["declined"].id)[0])
    return person, other, shifts


def test_all_of_it_is_copied_out(busy):
    person, _other, _shifts = busy
    data = data_of(person.id)
    told = [(each["what"], each["status"], each["how"]) for each in data["volunteer_shifts"]]
    assert told == [("扫过的雪", "in", "tap"), ("送菜", "in", "tap")]
    answers = [(each["what"], each["answer"]) for each in data["volunteer_questions"]]
    assert answers == [("代买东西", "offered"), ("搬家", "declined")]
    assert [each["status"] for each in data["waiting"]] == ["waiting", "offered"]


def test_nothing_of_it_is_copied_out_by_others(busy, hands):
    _person, other, _shifts = busy
    for who in (other.person, hands.officer.id):
        data = data_of(who)
        assert not data["volunteer_questions"]
        assert "搬家" not in str(data)


def test_erased_it_frees_what_is_to_come(busy, do, at):
    person, other, shifts = busy
    with writing():
        OwnShifts().erase(person.id, at=at)
    coming, kept = shifts["coming"], shifts["kept"]
    assert [(each.taken, each.held) for each in (coming, kept)] == [(0, 1), (0, 1)]
    for shift in (coming, kept):
        assert find_live(KIND, shift.id, person_id=other.person).status is WaitStatus.OFFERED
    assert find_live(KIND, shifts["waiting"].id, person_id=person.id) is None
    assert shifts["past"].taken == 1
    mine = select(Signup.status).where(Signup.person_id == person.id).order_by(Signup.id)
    assert list(db.session.scalars(mine)) == [SignupStatus.IN, SignupStatus.OUT]
    assert db.session.scalar(select(func.count()).select_from(Turn)) == 0


def test_who_closes_the_account_is_asked_no_more(busy, hands, at):
    person, _other, shifts = busy
    with writing():
        close_account(by=hands.actor(person), at=at)
    jobs.go_on(at)
    assert asked(shifts["asked"]) == []
    waits = select(Wait.status).where(Wait.person_id == person.id)
    assert set(db.session.scalars(waits)) == {WaitStatus.LEFT}
