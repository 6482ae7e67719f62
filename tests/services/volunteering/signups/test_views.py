"""The pages of a volunteer: one tap each, a refusal beside the shift, one's own shifts in one."""

import re
from datetime import timedelta

import pytest

from core.clock import now
from core.db import db
from core.waitlists.queries import find_live
from services.access import ANSWER, VOLUNTEER
from services.volunteering.models import TaskStatus, TurnStatus
from services.volunteering.operations import signups, turns
from services.volunteering.queries.mine import PAGE
from services.volunteering.queries.signups import find_signup
from services.volunteering.queries.turns import list_open
from services.volunteering.rules.signups import KIND
from tests.counting import queries_in
from tests.services.volunteering.signups.world import asked
from tests.visitor import new_key

MINE = "/volunteer/mine"


@pytest.fixture
def at():
    return now()


@pytest.fixture
def someone(hands, client):
    person = hands.person("张三")
    client.log_in(person)
    return person


def tap(client, shift, step, **fields):
    fields = {"form_key": new_key(), "of_age": "y", **fields}
    return client.send(f"/volunteer/shifts/{shift.id}/{step}", **fields)


def answer(client, turn, step):
    return client.send(f"/volunteer/offers/{turn.id}/{step}", form_key=new_key(), of_age="y")


def is_in(shift, person):
    db.session.rollback()
    return find_signup(shift.id, person.id) is not None


def test_shifts_are_a_persons_own():
    """Without a scope nobody signs another up who acts for them."""
    assert not VOLUNTEER.scope
    assert not ANSWER.scope


def test_a_tap_signs_up_and_leads_back_to_the_task(hands, client, someone):
    shift = hands.shift()
    came = tap(client, shift, "join")
    assert came.status_code == 302
    assert came.location == f"/volunteer/{shift.task_id}"
    assert is_in(shift, someone)
    page = client.get(MINE)
    assert "报上了" in page.text
    assert "扫雪" in page.text
    assert "桃源村 村口" in page.text
    assert f"/volunteer/shifts/{shift.id}/cannot" in page.text


def test_a_tap_says_that_one_does_not_come(hands, client, someone):
    shift = hands.shift()
    tap(client, shift, "join")
    came = tap(client, shift, "cannot", next=MINE)
    assert came.location == MINE
    assert not is_in(shift, someone)
    assert "还没有报名的班次" in client.get(MINE).text


def test_the_same_tap_twice_signs_up_once(hands, client, someone):
    shift, key = hands.shift(capacity=3), new_key()
    url = f"/volunteer/shifts/{shift.id}/join"
    assert [client.send(url, form_key=key, of_age="y").status_code for _each in range(2)] == [
        302,
        302,
    ]
    db.session.expire_all()
    assert shift.taken == 1


def test_a_full_shift_says_so_and_offers_to_wait(hands, client, someone):
    shift = hands.shift()
    hands.fill(shift, *hands.crowd(1))
    page = tap(client, shift, "join")
    assert page.status_code == 422
    assert "名额已经满了" in page.text
    assert f"/volunteer/shifts/{shift.id}/wait" in page.text
    assert tap(client, shift, "wait").status_code == 302
    page = client.get(MINE)
    assert "排第 1 位" in page.text
    assert tap(client, shift, "leave", next=MINE).location == MINE
    assert "排第" not in client.get(MINE).text


def test_who_wants_to_wait_and_gets_a_place_is_told_so(hands, client, someone):
    shift = hands.shift()
    tap(client, shift, "wait")
    assert is_in(shift, someone)
    assert "刚好有名额" in client.get(MINE).text


def test_a_place_that_is_kept_is_taken_or_left(hands, do, client, someone):
    shift = hands.shift()
    (holder,) = hands.crowd(1)
    hands.fill(shift, holder)
    tap(client, shift, "wait")
    do(signups.cannot_come, shift, by=holder)
    page = client.get(MINE)
    assert "给您留着的名额" in page.text
    assert "我要去" in page.text
    assert tap(client, shift, "join", next=MINE).status_code == 302
    assert is_in(shift, someone)
    assert "给您留着的名额" not in client.get(MINE).text


def test_what_was_kept_is_given_to_the_next(hands, do, client, someone):
    shift = hands.shift()
    holder, next_one = hands.crowd(2)
    hands.fill(shift, holder)
    tap(client, shift, "wait")
    do(signups.join_or_wait, shift, of_age=True, by=next_one)
    do(signups.cannot_come, shift, by=holder)
    tap(client, shift, "leave")
    db.session.rollback()
    assert find_live(KIND, shift.id, person_id=next_one.person).offered_until is not None


@pytest.mark.parametrize("step", ["join", "wait", "leave"])
def test_what_is_not_for_all_is_not_there(hands, client, someone, step):
    """A task in turn, and one of the past in somebody's home, look like none."""
    past = hands.task(private=True, status=TaskStatus.ENDED)
    for shift in (hands.in_turn(), hands.shift(past)):
        assert tap(client, shift, step).status_code == 404


def test_who_never_signed_up_for_it_cannot_say_no(hands, client, someone):
    shift = hands.shift()
    hands.fill(shift, *hands.crowd(1))
    assert tap(client, shift, "cannot").status_code == 404


def test_who_says_no_twice_is_told_so(hands, client, someone):
    shift = hands.shift()
    tap(client, shift, "join")
    tap(client, shift, "cannot")
    page = tap(client, shift, "cannot")
    assert page.status_code == 422
    assert "没有报这一班" in page.text


def test_a_cancelled_shift_says_so(hands, do, client, someone):
    shift = hands.shift()
    do(signups.cancel_shift, shift, why="雨", by=hands.actor(hands.officer))
    page = tap(client, shift, "join")
    assert page.status_code == 422
    assert "取消了" in page.text


def test_a_visitor_is_sent_to_sign_in(hands, client):
    shift = hands.shift()
    for step in ("join", "wait", "leave", "cannot"):
        assert "/login" in tap(client, shift, step).location
    assert "/login" in client.get(MINE).location


# Being asked


@pytest.fixture
def question(hands, do, someone):
    """Return what somebody is asked: something to do in a home."""
    hands.volunteer(someone)
    shift = hands.in_turn(
        title="代买东西", place="三组 12 号", words="门牌旁边按铃", private=True, risks="路滑"
    )
    do(turns.ask, shift)
    (turn,) = list_open(shift.id)
    return turn


def test_one_is_asked_without_the_place(client, question):
    text = client.get(MINE).text
    assert "想请您帮个忙" in text
    for said in ("代买东西", "桃源村", "路滑", "没有人会知道"):
        assert said in text
    for hidden in ("12 号", "按铃"):
        assert hidden not in text


def test_a_yes_shows_the_place(client, question, someone):
    assert answer(client, question, "accept").location == MINE
    assert is_in(question.shift, someone)
    assert "三组 12 号" in client.get(MINE).text


def test_a_no_leaves_nothing_behind(client, question):
    assert answer(client, question, "decline").location == MINE
    db.session.rollback()
    assert question.status is TurnStatus.DECLINED
    text = client.get(MINE).text
    assert "没关系" in text
    assert "代买东西" not in text


def test_a_yes_that_comes_too_late_is_told_so(client, question, hands, do):
    shift = question.shift
    do(signups.enter, shift, hands.person().id, by=hands.actor(hands.officer))
    page = answer(client, question, "accept")
    assert page.status_code == 422
    assert "已经有人去了" in page.text


def test_nobody_answers_for_another(client, question, hands):
    client.log_in(hands.person("别人"))
    for step in ("accept", "decline"):
        assert answer(client, question, step).status_code == 404
    assert asked(question.shift) == [question.person_id]


# The list


def test_what_is_coming_goes_on_on_the_next_page(hands, client, someone, at):
    shifts = [
        hands.shift(starts=at + timedelta(hours=3 * number + 5)) for number in range(PAGE + 1)
    ]
    for shift in shifts:
        hands.fill(shift, hands.actor(someone))
    page = client.get(MINE)
    assert page.text.count("/cannot") == PAGE
    (older,) = re.findall(r'href="([^"]*after=\d+)"', page.text)
    rest = client.get(older)
    assert re.findall(r"shifts/(\d+)/cannot", rest.text) == [str(shifts[-1].id)]


@pytest.mark.parametrize(
    ("after", "status"), [("x", 404), ("-1", 404), ("9" * 30, 404), ("987654", 200)]
)
def test_a_page_that_is_none(client, someone, after, status):
    assert client.get(f"{MINE}?after={after}").status_code == status


def test_it_costs_the_same_for_three_and_thirty(hands, do, client, someone, at):
    hands.volunteer(someone)

    def more(first, last):
        for number in range(first, last):
            start = at + timedelta(hours=5 * number + 5)
            hands.fill(hands.shift(starts=start), hands.actor(someone))
            full = hands.shift(starts=start + timedelta(hours=2))
            hands.fill(full, *hands.crowd(1))
            do(signups.join_or_wait, full, of_age=True, by=hands.actor(someone))
            do(turns.ask, hands.in_turn(starts=at + timedelta(days=9, minutes=number)))

    def cost():
        assert client.get(MINE).status_code == 200
        return queries_in(lambda: client.get(MINE))

    more(0, 3)
    few = cost()
    more(3, 30)
    assert cost() == few <= 9


def test_what_is_under_way_cannot_be_said_no_to(hands, do, client, someone, at):
    shift = hands.shift(starts=at - timedelta(minutes=30))
    do(signups.enter, shift, someone.id, by=hands.actor(hands.officer))
    text = client.get(MINE).text
    assert "正在进行" in text
    assert "/cannot" not in text
