"""What a task asks changes, or what somebody may do: who no longer fits is taken out, and told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.waitlists.models import WaitStatus
from core.waitlists.queries import find_live
from services.volunteering.operations import licences, signups, tasks
from services.volunteering.operations.tasks import said_by
from services.volunteering.queries.signups import find_signup
from services.volunteering.rules.signups import KIND
from tests.services.volunteering.signups.world import told

DAY = timedelta(days=1)


@pytest.fixture
def two(hands, at):
    """Return two shifts of one task."""
    task = hands.task(risks="路滑")
    return [hands.shift(task, starts=at + days * DAY) for days in (3, 4)]


@pytest.fixture
def edit(hands, do):
    def change(task, **kw):
        said = replace(said_by(task), **kw)
        do(tasks.edit, task, said, version=task.version, by=hands.actor(hands.officer))

    return change


def comes(shifts, person):
    return [find_signup(each.id, person.id) is not None for each in shifts]


def test_who_has_no_such_licence_is_out_of_every_shift_and_the_line_moves_up(hands, do, two, edit):
    plain, driver, other = hands.volunteer(), hands.volunteer(), hands.volunteer()
    hands.licence(driver)
    for shift in two:
        hands.fill(shift, hands.actor(plain))
    for who in (other, driver):  # the first who waits does not fit either
        do(signups.join_or_wait, two[0], of_age=True, by=hands.actor(who))
    edit(two[0].task, licence="driver")
    assert comes(two, plain) == [False, False]
    assert [each.facts["why"] for each in told(plain, "no_longer_fits")] == [
        "这件事要有驾驶证，请先拿到支部登记"
    ] * 2
    assert len(told(other, "no_longer_fits")) == 1
    assert find_live(KIND, two[0].id, person_id=other.id) is None
    wait = find_live(KIND, two[0].id, person_id=driver.id)
    assert wait.status is WaitStatus.OFFERED


def test_a_greater_age_is_for_who_told_theirs(hands, two, edit):
    known, unknown = hands.volunteer(born=hands.born(40)), hands.volunteer()
    edit(two[0].task, min_age=14)
    hands.fill(two[0], hands.actor(known))
    hands.fill(two[1], hands.actor(unknown))
    edit(two[0].task, min_age=16)
    assert comes(two, known) == [True, False]
    assert comes(two, unknown) == [False, False]
    assert "要满 16 岁" in told(unknown, "no_longer_fits")[0].facts["why"]


def test_words_alone_take_nobody_out(hands, two, edit):
    who = hands.volunteer()
    hands.fill(two[0], hands.actor(who))
    edit(two[0].task, words="带手套")
    assert comes(two, who) == [True, False]


def test_a_skill_is_asked_of_who_came_by_themselves(hands, do, two, edit):
    tapped, entered = hands.volunteer(), hands.volunteer()
    hands.fill(two[0], hands.actor(tapped))
    do(signups.enter, two[1], entered.id, by=hands.actor(hands.officer))
    edit(two[0].task, skill="haircut")
    assert (comes(two, tapped), comes(two, entered)) == ([False, False], [False, True])


def test_a_licence_that_is_struck_out_ends_the_shifts_that_ask_for_it(hands, do, at):
    driver, twice = hands.volunteer(), hands.volunteer()
    paper = hands.licence(driver)
    spare, _kept = (hands.licence(twice) for _each in range(2))
    task = hands.task(licence="driver", risks="山路弯")
    shifts = [hands.shift(task, starts=at + days * DAY, capacity=2) for days in (3, 4)]
    plain = hands.shift(starts=at + 5 * DAY)
    for shift in (*shifts, plain):
        hands.fill(shift, hands.actor(driver))
    hands.fill(shifts[0], hands.actor(twice))
    officer = hands.actor(hands.officer)
    do(licences.remove, paper, branch="桃源村党支部", by=officer)
    do(licences.remove, spare, branch="桃源村党支部", by=officer)
    assert comes([*shifts, plain], driver) == [False, False, True]
    assert comes(shifts, twice) == [True, False]
    assert len(told(driver, "no_longer_fits")) == 2
