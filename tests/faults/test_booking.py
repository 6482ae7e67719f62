"""Fifty who want one practitioner's time at the same instant, at two services (F06, I13).

One has it; the others are told so beside the form. It is seen to fail where one looks first.
"""

import time
from collections import Counter
from functools import partial

import pytest

from core.clock import now
from core.db import db, writing
from tests.faults.crowd import Tally, at_once, tried
from tests.services.clinics.world import Clinics
from tests.visitor import new_key

both = pytest.mark.both_engines
HELD, REFUSED = 302, 422
PEOPLE, WAITING = 50, 10
LIVE = "SELECT count(*) FROM appointment WHERE ended_at IS NULL"
CELLS = "SELECT count(*) FROM clinic_cell"
TAKEN = "刚被别人约走"
OFFERED = (
    "SELECT count(*) FROM appointment a JOIN waitlist_wait w ON w.id = a.wait_id"
    " WHERE a.status = 'held' AND w.status = 'offered'"
)
STILL = "SELECT count(*) FROM waitlist_wait WHERE status = 'waiting'"
TOLD = "SELECT count(*) FROM notice WHERE event = 'appointments.offered'"


class Town:
    """A lawyer with two services: half hours from nine, and whole ones from twenty past nine."""

    def __init__(self, market, furnish):
        self.market, self.clinics = market, Clinics(furnish, now())
        self.short = self.clinics.service
        self.long = self.clinics.make_service(hours=(), minutes=60, after=0)
        for weekday in range(7):
            self.clinics.add_hours(self.long, weekday, 560, 620)

    def url(self, number):
        """Return a time that overlaps with that of the next number."""
        service, minute = (self.long, 20) if number % 2 else (self.short, 0)
        return self.clinics.url(service, minute=minute)


@pytest.fixture
def town(market, furnish):
    return Town(market, furnish)


@pytest.fixture
def broken(violations):
    rooms = ("clinics.", "waitlists.", "sqlite.")
    return lambda: {name: rows for name, rows in violations().items() if name.startswith(rooms)}


def post(tally, said, who, url, **fields):
    begun = time.monotonic()
    sent = {"csrf_token": who.token, "form_key": new_key(), **fields}
    answer = tried(who, "POST", url, sent)
    status = answer.status if answer else 0
    tally.note(status, took=time.monotonic() - begun)
    if status == REFUSED:
        said[TAKEN if TAKEN in answer.text else answer.text] += 1
    return answer


def want_at_once(town, crowd):
    """Let all want a time at the same instant; return the tally, what was said, the answers."""
    tally, said = Tally(), Counter()
    jobs = [
        partial(post, tally, said, who, town.url(number), way="place")
        for number, who in enumerate(crowd)
    ]
    return tally, said, at_once(jobs, hands=PEOPLE)


@both
@pytest.mark.timeout(600)
def test_of_fifty_one_has_it_and_given_back_it_can_be_had(
    town, serve, value, broken, record_property
):
    server = serve(workers=8)
    crowd = town.market.buyers(server.port, PEOPLE)
    tally, said, answers = want_at_once(town, crowd)
    assert len(server.workers()) == 8
    tally.report(record_property, worst=round(tally.worst, 2))
    assert tally.statuses == {HELD: 1, REFUSED: PEOPLE - 1}
    assert set(said) == {TAKEN}
    assert (value(LIVE), value(CELLS) in {8, 12}, broken()) == (1, True, {})
    winner = next(n for n, each in enumerate(answers) if each.status == HELD)
    ref = answers[winner].headers["Location"]
    post(tally, said, crowd[winner], f"{ref}/cancel")
    assert (value(LIVE), value(CELLS)) == (0, 0)
    again, said, _answers = want_at_once(town, crowd)
    assert again.statuses == {HELD: 1, REFUSED: PEOPLE - 1}
    assert (value(LIVE), broken()) == (1, {})


@both
@pytest.mark.timeout(600)
def test_control_to_look_first_gives_it_to_many(town, serve, value, broken, record_property):
    server = serve(workers=8, XINGCUN_TEST_WITHOUT="cells")
    crowd = town.market.buyers(server.port, PEOPLE)
    tally, _said, _answers = want_at_once(town, crowd)
    tally.report(record_property, live=value(LIVE))
    assert value(LIVE) > 1, "the control must fail: this race proves nothing"
    assert "clinics.none_of_their_time" in broken()


@both
@pytest.mark.timeout(600)
def test_what_comes_free_is_offered_once(town, serve, value, broken, record_property):
    """Ten wait for a full day; the one who has it gives it back on two devices at once."""
    server = serve(workers=4)
    first, *others = town.market.buyers(server.port, WAITING + 1)
    service = town.clinics.make_service(
        town.clinics.practitioner(town.clinics.make.person()), hours=(), minutes=60, after=0
    )
    day = town.clinics.time()
    town.clinics.add_hours(service, day.weekday(), 540, 600)
    with_few_days(service)
    url = town.clinics.url(service)
    tally, said = Tally(), Counter()
    kept = post(tally, said, first, url, way="place")
    ref = kept.headers["Location"]
    assert post(tally, said, first, f"{ref}/book", reminds="y").status == HELD
    waits = [partial(post, tally, said, who, f"/appointments/waits/{service.id}") for who in others]
    assert {each.status for each in at_once(waits, hands=WAITING)} == {HELD}
    twice = [partial(post, tally, said, first, f"{ref}/cancel") for _device in range(2)]
    statuses = sorted(each.status for each in at_once(twice, hands=2))
    tally.report(record_property, cancelled=statuses)
    assert statuses in ([HELD, REFUSED], [HELD, 409])
    assert (value(OFFERED), value(STILL), value(TOLD), broken()) == (1, WAITING - 1, 1, {})


def with_few_days(service):
    """Let the service be booked for less than a week: the one day is its whole horizon."""
    with writing():
        db.session.merge(service).horizon_days = 6
