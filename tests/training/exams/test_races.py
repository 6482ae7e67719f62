"""At the same instant: of many who begin one paper comes, of many who save nothing is lost."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text

from core.certificates.models import Certificate
from core.db import db, writing
from core.errors import Refused
from tests.training.exams.world import fresh, right_answers
from training.exams.models import Attempt
from training.exams.operations import sitting as operations
from training.exams.queries.sittings import find_exam
from training.exams.rules.answers import Sent

pytestmark = pytest.mark.both_engines
MANY = 10
INDEX = "DROP INDEX uq_training_attempt_open"


@pytest.fixture
def at_once(app):
    """Take all steps at the same instant, each in a thread of its own; return which were taken."""

    def run(number, step, gate, came):
        with app.app_context():
            gate.wait()
            try:
                with writing():
                    step()
                came[number] = True
            except Refused:
                came[number] = False
            finally:
                db.session.remove()

    def go(steps):
        db.session.rollback()
        gate, came = Barrier(len(steps)), [None] * len(steps)
        hands = [Thread(target=run, args=(n, step, gate, came)) for n, step in enumerate(steps)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        db.session.rollback()
        db.session.expire_all()
        assert None not in came, "a thread ended with another error"
        return came

    return go


@pytest.fixture
def begin(school):
    """Return what begins the exam, on a device of its own."""
    by, at, course_id = school.actor(), school.at, school.course.id

    def step():
        operations.start(find_exam(course_id, person_id=by.person), by=by, at=at)

    return step


def papers():
    return len(db.session.scalars(select(Attempt.id)).all())


def test_of_many_who_begin_at_once_comes_one_paper(at_once, begin):
    assert all(at_once([begin] * MANY))
    assert papers() == 1


def test_the_index_alone_holds_without_the_lock(at_once, begin, monkeypatch):
    monkeypatch.setattr(operations, "take_turns", lambda _who: None)
    assert any(at_once([begin] * MANY))
    assert papers() == 1


def test_control_to_look_first_makes_many(at_once, begin, monkeypatch):
    """Without lock and index, who looks whether a paper lies open is one of many."""
    with writing():
        db.session.execute(text(INDEX))
    monkeypatch.setattr(operations, "take_turns", lambda _who: None)
    monkeypatch.setattr(operations, "find_running", lambda _enrolment: None)
    at_once([begin] * MANY)
    assert papers() > 1


def saving(school, made, place):
    """Return what keeps one answer."""
    by, at, made_id = school.actor(), school.at, made.id

    def save():
        sent = Sent(answers={str(place): [0]})
        operations.save(db.session.get_one(Attempt, made_id), sent, by=by, at=at)

    return save


def test_what_many_devices_save_at_once_is_all_kept(at_once, school):
    made = school.start()
    assert all(at_once([saving(school, made, place) for place in range(MANY)]))
    assert set(fresh(made).answers) == {str(place) for place in range(MANY)}


def test_without_the_lock_who_was_overtaken_hears_it(at_once, school, monkeypatch):
    made = school.start()
    monkeypatch.setattr(operations, "get_locked", lambda it: db.session.get_one(Attempt, it))
    came = at_once([saving(school, made, place) for place in range(MANY)])
    kept = {place for place, taken in enumerate(came) if taken}
    assert {int(place) for place in fresh(made).answers} == kept


def test_handed_in_by_hand_and_by_itself_at_once_it_counts_once(at_once, school):
    made = school.start()
    school.save(made, right_answers(made))
    by, made_id, late = school.actor(), made.id, made.ends_at + (made.ends_at - made.started_at)

    def hand_in():
        operations.hand_in(db.session.get_one(Attempt, made_id), by=by, at=late)

    def close():
        operations.close(db.session.get_one(Attempt, made_id), at=late)

    assert sum(at_once([hand_in, close, hand_in, close])) == 1
    assert len(db.session.scalars(select(Certificate.id)).all()) == 1
