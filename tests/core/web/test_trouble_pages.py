"""What people see when something did not work: what happened, what to do, the way back."""

import re

import pytest
from flask import abort

from core.db import Base, db
from core.errors import Overtaken, Refused, TooMany
from core.web.errors import OWN_PAGES
from core.web.guard import public

FAILING = {500, 503}


@pytest.fixture
def failing(app, client):
    """Open a page that fails in a given way."""

    def open_page(fail):
        # A fresh app for each test, so that a route may still be added before the first request.
        app.add_url_rule("/failing", "failing", public(fail))
        app.config["PROPAGATE_EXCEPTIONS"] = False
        return client.get("/failing")

    return open_page


def title_of(answer):
    return re.search(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)[1].strip()


@pytest.mark.parametrize("code", sorted(OWN_PAGES))
def test_every_error_says_what_to_do_and_leads_back(failing, code):
    answer = failing(lambda: abort(code))
    assert answer.status_code == code
    assert len(title_of(answer)) > 3
    assert re.search(r"<h1>.*?</h1>\s*<p>[^<]{10,}</p>", answer.text, re.DOTALL)
    assert 'class="btn btn-primary" href="/' in answer.text
    assert re.search(r"<code>[0-9a-f]{8,}</code>", answer.text)


def test_every_error_has_words_of_its_own(app):
    with app.test_request_context():
        words = app.jinja_env.get_template("components/trouble.html").module
        for said in (words.title, words.advice):
            assert len({str(said(code)) for code in OWN_PAGES}) == len(OWN_PAGES)


def test_a_failing_house_needs_no_database_to_say_so(app, client, make):
    """Even to somebody who is signed in, whose row can no longer be read."""
    client.log_in(make.person())
    Base.metadata.drop_all(db.engine)
    answer = client.get("/me/")
    assert answer.status_code in FAILING
    assert len(title_of(answer)) > 3
    assert 'href="/static/css/site.' in answer.text


def test_a_throttle_says_how_long_to_wait(failing):
    def fail():
        raise TooMany(75)

    answer = failing(fail)
    assert "请等 75 秒再试" in answer.text


def test_a_long_wait_is_told_in_minutes(failing):
    def fail():
        raise TooMany(301)

    assert "请等 6 分钟再试" in failing(fail).text


def test_a_refusal_shows_its_reason_and_the_way_back(failing):
    def fail():
        raise Refused("这一班<已满>")

    answer = failing(fail)
    assert answer.status_code == 409
    assert "这一班&lt;已满&gt;" in answer.text
    assert "什么都没有改动" in answer.text


def test_whoever_comes_second_sees_both_and_keeps_the_own_words(failing):
    def fail():
        raise Overtaken("先被改过了", theirs="甲\n乙", mine="甲\n丙<b>")

    answer = failing(fail)
    assert answer.status_code == 409
    assert "<del>乙</del>" in answer.text
    assert "<ins>丙&lt;b&gt;</ins>" in answer.text
    typed = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)[1]
    assert typed.strip() == "甲\n丙&lt;b&gt;"


def test_a_form_without_token_gives_back_what_was_typed(client):
    answer = client.post("/login", data={"who": "一段<长>话", "password": "geheim"})
    assert answer.status_code == 400
    assert "一段&lt;长&gt;话" in answer.text
    assert "geheim" not in answer.text
