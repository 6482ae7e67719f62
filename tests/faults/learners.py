"""The school without its guards: who does not know better than to trust what was seen before."""

import json
import time

from flask import g, request
from sqlalchemy import text

from core.db import db
from training.learning.operations import studying

BEGUN, PASS = studying._begun, studying.pass_if_done  # noqa: SLF001 - the guards are inside


def seats_seen():
    """Count the seats before the transaction begins, as whoever does not know better."""
    if request.path.startswith("/learn/"):
        free = "SELECT id, taken, seats - taken - held FROM training_cohort"
        g.seats = {row[0]: (row[1], row[2]) for row in db.session.execute(text(free)).all()}
        db.session.rollback()
        time.sleep(0.01)


def take_seat_naively(cohort, **_kw):
    """Write what was computed from what was seen."""
    taken, free = g.seats[cohort.id]
    if free <= 0:
        return False
    step = text("UPDATE training_cohort SET taken = :taken WHERE id = :id")
    db.session.execute(step, {"taken": taken + 1, "id": cohort.id})
    return True


def learning_seen():
    """Look at what is known of learning before the transaction, as whoever does not know better."""
    if request.path.startswith("/learn/"):
        known = "SELECT enrolment_id, lesson_key, watched FROM training_progress"
        done = "SELECT enrolment_id, lesson_key FROM training_progress WHERE done_at IS NOT NULL"
        g.watched = {tuple(row[:2]): row[2] for row in db.session.execute(text(known)).all()}
        g.learnt = {tuple(row) for row in db.session.execute(text(done)).all()}
        db.session.rollback()
        time.sleep(0.02)


def begun_as_seen(enrolment, lesson, *, at):
    """Return the row with what was seen of it."""
    row = BEGUN(enrolment, lesson, at=at)
    seen = g.watched.get((enrolment.id, lesson.key), "[]")
    row.watched = json.loads(seen) if isinstance(seen, str) else seen
    return row


def pass_as_seen(enrolment, *, by, at):
    """Let pass who had done all when it was looked at, but for the lesson that was done now."""
    before = [key for of, key in g.learnt if of == enrolment.id]
    if len(before) + 1 < len(enrolment.of.lessons):
        return False
    return PASS(enrolment, by=by, at=at)
