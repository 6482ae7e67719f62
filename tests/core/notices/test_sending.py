"""What is due goes out at least once, under the same name, whatever happens to the worker."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.notices import jobs, operations
from core.notices.models import Notice
from core.notices.rules import LEASE, MOST_TRIES, message_id
from tests.outside import MailServer, MailSession, serving

ROOT = Path(__file__).parents[3]


@pytest.fixture
def at():
    return now() - timedelta(seconds=1)


def the_notice():
    return db.session.scalars(select(Notice)).one()


def later(monkeypatch, pause):
    """Let the clock run ahead; return what it shows then."""
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(int(pause.total_seconds())))
    return now()


@pytest.mark.both_engines
def test_a_notice_goes_out_once(reachable, say, mail_server):
    person = reachable()
    say(person)
    job, ids = HOUSE.queue.take()
    HOUSE.jobs[job](*ids)
    HOUSE.jobs[job](*ids)
    jobs.sweep(now())
    (letter,) = mail_server.letters
    notice = the_notice()
    assert letter["To"] == person.email
    assert letter["Subject"] == "桃源村有事"
    assert letter["Message-ID"] == message_id(notice.key, public_url="http://localhost")
    assert "请来看看公告栏" in letter.get_content()
    assert "http://localhost/branches/" in letter.get_content()
    assert "http://localhost/me/settings" in letter.get_content()
    assert notice.sent_at
    assert (notice.tries, notice.claimed_until, notice.dead) == (1, None, 0)


def test_a_lost_nudge_is_found_by_the_sweep(reachable, say, mail_server):
    say(reachable(), reachable(), reachable())
    jobs.sweep(now())
    assert len(mail_server.letters) == 3


def test_a_phone_gets_a_short_message(make, say, at, sms_server):
    person = make.person(phone_confirmed_at=at)
    say(person)
    jobs.sweep(now())
    (message,) = sms_server.messages
    assert message["to"] == person.phone
    assert message["text"] == "桃源村有事 请来看看公告栏 http://localhost/branches/"
    assert message["id"] in message_id(the_notice().key, public_url="")


def test_it_speaks_the_receivers_language(reachable, say, mail_server):
    say(reachable(language="zh"), reachable(language="en"))
    jobs.sweep(now())
    texts = {letter["To"]: letter.get_content() for letter in mail_server.letters}
    assert len(texts) == 2
    assert sum("您好" in text for text in texts.values()) >= 1


@pytest.mark.both_engines
def test_two_workers_do_not_send_the_same(reachable, say):
    say(reachable())
    notice_id, moment = the_notice().id, now()
    with writing():
        first = operations.claim(notice_id, at=moment)
    with writing():
        second = operations.claim(notice_id, at=moment)
    assert first
    assert second is None
    with writing():
        assert operations.claim(notice_id, at=moment + LEASE).tries == 2
    with writing():  # the first one wakes up and finds that it is no longer his
        operations.mark_failed(first, lasting=True, at=moment + LEASE)
    assert the_notice().dead == 0


def test_it_is_tried_again_with_growing_pauses_and_then_no_more(
    reachable, say, mail_server, monkeypatch
):
    say(reachable())
    mail_server.answers["STORED"] = "451 try later"
    pause, gaps = timedelta(), []
    for _try in range(MOST_TRIES):
        moment = later(monkeypatch, pause)
        jobs.sweep(moment)
        notice = the_notice()
        gap = notice.due_at - moment if not notice.dead else timedelta()
        gaps.append(round(gap.total_seconds() / 60))
        assert notice.sent_at is None
        pause += gap + timedelta(seconds=2)
    assert gaps == [1, 5, 15, 60, 360, 360, 360, 0]
    assert (notice.tries, notice.dead) == (MOST_TRIES, 1)
    jobs.sweep(later(monkeypatch, pause + timedelta(days=2)))
    assert mail_server.verbs.count("DATA") == MOST_TRIES


def test_it_arrives_once_the_server_takes_it(reachable, say, mail_server, monkeypatch):
    say(reachable())
    mail_server.answers["RCPT"] = "450 box is busy"
    jobs.sweep(now())
    mail_server.answers.clear()
    jobs.sweep(now())
    assert mail_server.letters == []
    jobs.sweep(later(monkeypatch, timedelta(minutes=2)))
    assert len(mail_server.letters) == 1
    assert the_notice().sent_at


def test_a_final_no_ends_it_at_once(reachable, say, mail_server):
    say(reachable())
    mail_server.answers["RCPT"] = "550 no such person"
    jobs.sweep(now())
    assert (the_notice().dead, the_notice().tries) == (1, 1)


def test_a_blocked_way_out_rests_and_burns_no_tries(reachable, say, mail_server, monkeypatch):
    say(*[reachable() for _each in range(5)])
    mail_server.answers["HELLO"] = "421 too many"
    jobs.sweep(now())
    tries = db.session.scalars(select(Notice.tries).order_by(Notice.tries)).all()
    assert tries == [0, 0, 0, 1, 1]
    due = db.session.scalars(select(Notice.due_at)).all()
    assert min(due) > now()
    mail_server.answers.clear()
    jobs.sweep(later(monkeypatch, timedelta(minutes=6)))
    assert len(mail_server.letters) == 5


def test_what_kills_every_worker_is_given_up(reachable, say):
    say(reachable())
    moment = now()
    for _try in range(MOST_TRIES):
        with writing():
            assert operations.claim(the_notice().id, at=moment)
        moment += LEASE
    with writing():
        assert operations.claim(the_notice().id, at=moment) is None
    jobs.sweep(moment)
    assert the_notice().dead == 1


class Holding(MailServer):
    """Takes the letter and keeps the worker waiting for the answer."""

    def __init__(self):
        super().__init__()
        self.RequestHandlerClass = HoldingSession
        self.has_it, self.answer = threading.Event(), threading.Event()


class HoldingSession(MailSession):
    def say(self, line):
        if line == "250 stored":
            self.server.has_it.set()
            self.server.answer.wait(30)
        super().say(line)


class TestKilled:
    """A worker dies after the mail server has the letter, before that is written down."""

    @pytest.fixture
    def mail_server(self):
        with serving(Holding()) as server:
            yield server
            server.answer.set()

    @pytest.mark.both_engines
    def test_the_letter_comes_again_under_the_same_id(
        self, settings, reachable, say, mail_server, monkeypatch
    ):
        say(reachable())
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.core.notices.world"],
            cwd=ROOT,
            env={**os.environ, **settings.values},
            start_new_session=True,
        )
        try:
            assert mail_server.has_it.wait(30), "the worker never sent"
        finally:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        mail_server.answer.set()
        assert the_notice().sent_at is None
        assert the_notice().claimed_until
        jobs.sweep(now())  # the lease of the dead one still runs
        assert len(mail_server.letters) == 1
        jobs.sweep(later(monkeypatch, LEASE + timedelta(seconds=5)))
        first, second = mail_server.letters
        assert first["Message-ID"] == second["Message-ID"]
        assert the_notice().sent_at  # and there is one notice only
