"""Beginning a paper, keeping what was answered, handing in: all by the server's clock."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from core.access import SYSTEM, Actor
from core.accounts.codes import changed
from core.accounts.queries import take_turns
from core.clock import VILLAGE
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _, dated
from training.exams.models import Attempt, AttemptStatus
from training.exams.operations.telling import tell_run_out
from training.exams.queries.attempts import get_locked, items_on, terms_of
from training.exams.queries.sittings import Sitting, Standing, find_running, look, pool_of
from training.exams.rules import papers
from training.exams.rules.answers import Sent
from training.exams.rules.sitting import ATTEMPT, is_over, takes_no_more, why_not_start
from training.learning.models import EnrolmentStatus
from training.learning.operations.done import mark_done
from training.learning.operations.passing import pass_course, pass_if_done
from training.learning.operations.studying import lock

TABLE = Attempt.__tablename__
SEED_BITS = 62  # of a number that both engines keep whole
REF_BYTES = 18


def why_not(sitting: Sitting, standing: Standing) -> str | None:
    """Say why this learner cannot begin a paper now, or None."""
    if standing.teaches:
        return _("您教这门课，看得到题库，不能考")
    again = standing.tries.again_at
    local = again.astimezone(VILLAGE) if again else None
    return why_not_start(
        sitting.terms,
        status=sitting.enrolment.status,
        undone=len(standing.undone),
        in_bank=int(standing.in_bank),
        tries=standing.tries,
        when=f"{dated(local, 'MMMd')} {dated(local, 'Hm')}" if local else "",
    )


def start(sitting: Sitting, *, by: Actor, at: datetime) -> Attempt:
    """Draw a paper and begin; who has one lying open, on whatever device, goes on with that."""
    take_turns(sitting.person_id)
    db.session.refresh(sitting.enrolment)
    if (running := find_running(sitting.enrolment.id)) is not None:
        return close(running, by=by, at=at) if is_over(running.ends_at, at=at) else running
    refuse_if(why_not(sitting, look(sitting, at=at)))
    return _draw(sitting, by=by, at=at)


def _draw(sitting: Sitting, *, by: Actor, at: datetime) -> Attempt:
    seed, terms = secrets.randbits(SEED_BITS), sitting.terms
    items = db.session.scalars(pool_of(sitting)).all()
    values = {
        "ref": secrets.token_urlsafe(REF_BYTES),
        "enrolment_id": sitting.enrolment.id,
        "lesson_key": terms.lesson_key,
        "seed": seed,
        "paper": papers.draw(items, terms.questions, seed),
        "started_at": at,
        "ends_at": at + timedelta(minutes=terms.minutes),
    }
    new = insert_or(Attempt).values(**values).on_conflict_do_nothing().returning(Attempt.id)
    made = db.session.scalar(new)
    if made is None:
        raise Refused(_("您还有一份没交的卷子，先把它交了"))
    record("start_exam", TABLE, made, by=by, at=at)
    return db.session.get_one(Attempt, made)


def save(attempt: Attempt, sent: Sent, *, by: Actor, at: datetime) -> bool:
    """Keep what was answered beside what was kept before; tell whether it came in time.

    What is over is closed with what was kept. Of an answer that a form does not speak of the last
    one stays, so that of two devices none wipes what the other said.
    """
    row = _open(attempt)
    if takes_no_more(row.ends_at, at=at):
        _end(row, "run_out", ended_at=row.ends_at, by=by, at=at)
        return False
    left = {place: said for place, said in row.answers.items() if place not in sent.cleared}
    merged = {**left, **sent.answers}
    if merged == row.answers:
        return True
    step = update(Attempt).where(
        Attempt.id == row.id,
        Attempt.version == row.version,
        Attempt.status == AttemptStatus.OPEN,
    )
    if not changed(step.values(answers=merged, version=row.version + 1)):
        raise Refused(_("别的手机刚刚改过，请再点一次"))
    db.session.refresh(row)
    return True


def hand_in(attempt: Attempt, *, by: Actor, at: datetime) -> Attempt:
    """Hand a paper in; what is over is closed with what was kept."""
    row = _open(attempt)
    if takes_no_more(row.ends_at, at=at):
        return _end(row, "run_out", ended_at=row.ends_at, by=by, at=at)
    return _end(row, "hand_in", ended_at=at, by=by, at=at)


def close(attempt: Attempt, *, by: Actor = SYSTEM, at: datetime) -> Attempt:
    """Close a paper whose time is over, with what was kept; whoever looks first does it.

    The learner is told where they do not stand before it.
    """
    row = _open(attempt)
    if not is_over(row.ends_at, at=at):
        raise Refused(_("时间还没到"))
    _end(row, "run_out", ended_at=row.ends_at, by=by, at=at)
    if by is SYSTEM:
        tell_run_out(row, at=at)
    return row


def _open(attempt: Attempt) -> Attempt:
    row = get_locked(attempt.id)
    if row.status is not AttemptStatus.OPEN:
        raise Refused(_("卷子已经交了"))
    return row


def _end(attempt: Attempt, action: str, *, ended_at: datetime, by: Actor, at: datetime) -> Attempt:
    """Mark the paper; who has passed is through with the course, or with this lesson of it."""
    lock(attempt.enrolment)  # of two last things done at once the second sees the first
    terms, answers = terms_of(attempt), attempt.answers
    right = papers.count_right(items_on(attempt), attempt.paper, answers)
    score = papers.score_of(right, len(attempt.paper))
    passed = score >= terms.pass_mark
    said: dict[str, Any] = {"right": right, "score": score, "passed": passed}
    move(attempt, ATTEMPT, action, by=by, at=at, also={"ended_at": ended_at, **said})
    db.session.refresh(attempt)
    if passed and attempt.enrolment.status is EnrolmentStatus.IN:
        _through(attempt, by=by, at=at)
    return attempt


def _through(attempt: Attempt, *, by: Actor, at: datetime) -> None:
    enrolment = attempt.enrolment
    if attempt.lesson_key is None:
        pass_course(enrolment, by=by, at=at)
        return
    mark_done(enrolment, attempt.lesson_key, at=at)
    pass_if_done(enrolment, by=by, at=at)
