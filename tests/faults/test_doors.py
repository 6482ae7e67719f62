"""At the doors of a house with several workers: guesses, doubled forms, rights taken away."""

import time
from functools import partial

import pytest
from sqlalchemy import text, update

from core.branches.models import OfficeRole, OfficeTerm
from core.clock import now
from core.db import db, writing
from tests.faults.conftest import PASSWORD
from tests.faults.crowd import Tally, at_once, tried
from tests.faults.people import enter
from tests.visitor import Visitor, new_key

pytestmark = pytest.mark.both_engines
GUESSES, MOST = 50, 10


@pytest.fixture
def guessed(serve, furnish, password_hash, tmp_path):
    """Let many guess one password at once; return the server, the tally and what was hashed."""

    def run(**values):
        hashed = tmp_path / "hashed"
        hashed.write_bytes(b"")
        furnish.person(phone="13800000001", password_hash=password_hash)
        furnish.person(phone="13800000002", password_hash=password_hash)
        server = serve(workers=4, XINGCUN_TEST_HASHED=str(hashed), **values)
        form = Visitor(server.port)
        fields = {**form.form("/login"), "who": "13800000001"}

        def guess(number):
            forged = {"X-Forwarded-For": f"10.0.0.{number}"}
            visitor = Visitor(server.port, headers=forged)
            visitor.cookies = dict(form.cookies)
            answer = tried(visitor, "POST", "/login", {**fields, "password": f"guess-{number}"})
            return answer.status if answer else 0

        tally = Tally()
        for status in at_once([partial(guess, n) for n in range(GUESSES)], hands=25):
            tally.note(status)
        return server, tally, hashed

    return run


def test_of_fifty_guesses_ten_are_looked_at(guessed, record_property):
    server, tally, hashed = guessed()
    looked_at = len(hashed.read_bytes())
    tally.report(record_property, hashed=looked_at, refused=tally.statuses[429])
    assert looked_at == MOST
    assert tally.statuses == {422: MOST, 429: GUESSES - MOST}
    other, answer = enter(server.port, "13800000002")
    assert answer.status == 302, "others are not affected"
    server.kill_all()
    server.start().wait()
    _visitor, answer = enter(server.port, "13800000001")
    assert answer.status == 429, "a restart forgets nothing"
    assert int(answer.headers["Retry-After"]) > 0
    assert other.get("/me/").status == 200


def test_control_without_the_throttle_all_guesses_are_looked_at(guessed, record_property):
    _server, tally, hashed = guessed(XINGCUN_TEST_WITHOUT="throttle")
    looked_at = len(hashed.read_bytes())
    tally.report(record_property, hashed=looked_at)
    assert looked_at == GUESSES, "the control must fail: nothing was counted"


@pytest.fixture
def board(serve, furnish, password_hash):
    """A secretary at the form of a new bulletin; return who, where and what stands in it."""
    branch = furnish.branch()
    person = furnish.person(phone="13800000001", password_hash=password_hash)
    furnish.officer(branch, OfficeRole.SECRETARY, person)
    server = serve(workers=4)
    secretary, answer = enter(server.port, "13800000001")
    assert answer.status == 302
    url = f"/desk/{branch.id}/bulletins/new"
    return secretary, url, {**secretary.form(url), "title": "停水", "text": "半天"}


def test_the_same_form_ten_times_is_one_bulletin(board, value, record_property):
    secretary, url, fields = board
    answers = at_once([lambda: tried(secretary, "POST", url, fields)] * 10, hands=10)
    made = value("SELECT count(*) FROM branch_bulletin")
    record_property("made", made)
    assert {answer.status for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert made == 1
    other = secretary.post(url, {**fields, "title": "不停水了"})
    assert other.status == 422
    assert value("SELECT count(*) FROM branch_bulletin") == 1


def test_control_other_keys_are_other_bulletins(board, value):
    secretary, url, fields = board
    send = [
        partial(tried, secretary, "POST", url, {**fields, "form_key": new_key()})
        for _copy in range(10)
    ]
    assert {answer.status for answer in at_once(send, hands=10)} == {302}
    assert value("SELECT count(*) FROM branch_bulletin") == 10


def test_a_right_taken_away_is_gone_on_the_next_request(board, house):
    secretary, url, fields = board
    assert secretary.get(url).status == 200
    with writing():
        db.session.execute(update(OfficeTerm).values(ended_at=now()))
    statuses = [secretary.get(url).status for _worker in range(8)]
    statuses.append(secretary.post(url, fields).status)
    assert set(statuses) == {404}


def test_a_copied_cookie_dies_at_sign_out_in_every_worker(board):
    secretary, _url, _fields = board
    copy = Visitor(secretary.port)
    copy.cookies = dict(secretary.cookies)
    assert copy.get("/me/").status == 200
    secretary.send("/me/", "/logout")
    statuses = [copy.get("/me/").status for _worker in range(8)]
    assert set(statuses) == {302}


def test_sessions_end_with_the_password(board, house):
    secretary, _url, _fields = board
    copy, answer = enter(secretary.port, "13800000001")
    assert answer.status == 302
    new = "新密码-山高水长-2027"
    fields = secretary.form("/me/password")
    changed = secretary.post(
        "/me/password", {**fields, "old": PASSWORD, "password": new, "again": new}
    )
    assert changed.status == 302
    time.sleep(0.01)
    assert {copy.get("/me/").status for _worker in range(6)} == {302}
    assert secretary.get("/me/").status == 200
    assert db.session.scalar(text("SELECT count(*) FROM person_session")) == 1
