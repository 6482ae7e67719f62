"""Each person is told exactly once, the way they want it."""

import pytest
from sqlalchemy import select

from core.accounts.models import NoticeChoice
from core.accounts.telling import tell
from core.db import db, writing
from core.house import HOUSE, Event
from core.notices.models import Notice
from core.notices.rules import MOST_TRIES, goes_out, message_id, next_pause
from tests.core.notices.world import MUST, PLAIN, URGENT


def notices():
    return db.session.scalars(select(Notice).order_by(Notice.id)).all()


@pytest.mark.both_engines
def test_told_twice_it_stands_in_the_inbox_once(make, say):
    li, wang = make.person(), make.person()
    assert say(li) == 1
    assert say(li, wang) == 1
    assert say(li, wang) == 0
    assert say(li, about="thing:2") == 1
    assert [(n.person_id, n.about) for n in notices()] == [
        (li.id, "thing:1"),
        (wang.id, "thing:1"),
        (li.id, "thing:2"),
    ]


@pytest.mark.both_engines
def test_more_people_than_one_query_takes(make, say, monkeypatch):
    monkeypatch.setattr("core.accounts.telling.AT_ONCE", 2)
    people = [make.person() for _each in range(5)]
    assert say(*people, *people) == 5
    assert {n.person_id for n in notices()} == {each.id for each in people}


def test_nothing_stays_when_the_transaction_fails(make, say, at):
    li = make.person()

    def told_and_broken():
        tell([li.id], URGENT, about="x:1", url="/", facts={"village": "", "what": ""}, at=at)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), writing():
        told_and_broken()
    assert notices() == []
    assert HOUSE.queue.take() is None


def test_nobody_is_nobody(say):
    assert say() == 0


def test_the_worker_is_nudged_with_what_goes_out(reachable, make, say):
    say(reachable(), make.person())
    out = [n.id for n in notices() if n.channel]
    assert HOUSE.queue.take() == ("notices.send", tuple(out))
    assert len(out) == 1
    assert HOUSE.queue.take() is None


def test_confirmed_mail_comes_before_confirmed_phone(make, reachable, say, at):
    both = reachable(phone_confirmed_at=at)
    phone = make.person(phone_confirmed_at=at)
    neither = make.person(email="new@example.test")
    say(both, phone, neither)
    ways = [(n.channel, n.address, n.due_at) for n in notices()]
    assert ways == [("mail", both.email, at), ("sms", phone.phone, at), (None, None, None)]


class TestWithoutProvider:
    @pytest.fixture
    def values(self):
        return {"SMS_URL": "none:"}

    def test_a_phone_that_nothing_reaches_stays_silent(self, make, say, at):
        say(make.person(phone_confirmed_at=at))
        assert [n.channel for n in notices()] == [None]


def test_who_is_gone_is_told_nothing_and_who_is_disabled_gets_no_mail(reachable, say, at):
    say(reachable(closed_at=at), reachable(disabled_at=at))
    assert [n.channel for n in notices()] == [None]


@pytest.mark.parametrize(
    ("event", "wanted", "out"),
    [
        (URGENT, None, True),
        (URGENT, False, False),
        (PLAIN, None, False),
        (PLAIN, True, True),
        (MUST, None, True),
        (MUST, False, True),
    ],
)
def test_people_choose_kind_by_kind(make, reachable, say, event, wanted, out):
    person = reachable()
    kinds = {each.name: each.kind for each in HOUSE.events.values()}
    make.add(NoticeChoice(person_id=person.id, kind="另一类", wanted=not wanted))
    if wanted is not None:
        make.add(NoticeChoice(person_id=person.id, kind=kinds[event], wanted=wanted))
    say(person, event=event)
    assert [n.channel is not None for n in notices()] == [out]


@pytest.mark.parametrize("urgent", [True, False])
@pytest.mark.parametrize("must", [True, False])
@pytest.mark.parametrize("wanted", [None, True, False])
def test_the_rule_of_going_out(urgent, must, wanted):
    event = Event(name="x", kind="x", title="", text="", urgent=urgent, must=must)
    expected = True if must else urgent if wanted is None else wanted
    assert goes_out(event, wanted=wanted) is expected


def test_an_unknown_event_or_a_missing_fact_is_a_mistake_of_ours(make, say):
    li = make.person()
    with pytest.raises(KeyError):
        say(li, event="test.nobody")
    with pytest.raises(KeyError):
        say(li, facts={"village": "桃源村"})
    assert notices() == []


def test_pauses_grow_until_it_is_of_no_use():
    minutes = [next_pause(tries) for tries in range(1, MOST_TRIES + 1)]
    assert minutes[-1] is None
    assert [pause.total_seconds() / 60 for pause in minutes[:-1]] == [1, 5, 15, 60, 360, 360, 360]


def test_the_id_on_the_wire_hangs_on_the_key_alone():
    first, second = (message_id(key, public_url="https://v.test:1/") for key in ("a:b:1", "a:b:2"))
    assert first != second
    assert first.endswith("@v.test>")
    assert first == message_id("a:b:1", public_url="https://v.test/")
    assert message_id("a", public_url="").endswith("@localhost>")
