"""The pages of an exam: the same paper everywhere, nothing given away, the server's clock."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.certificates.models import Certificate
from core.db import db
from tests.training.exams.world import HOUR, MINUTE, SECOND, as_form, fresh, right_answers
from training.exams.models import Attempt, AttemptStatus
from training.exams.queries.attempts import items_on
from training.learning.models import EnrolmentStatus

pytestmark = pytest.mark.both_engines
SECONDS = re.compile(r'data-seconds="(\d+)"')
KEY = {"form_key": "a-key-of-this-form"}


@pytest.fixture
def clock(monkeypatch, at):
    """Move the server's clock for the pages of exams."""

    def to(moment):
        for module in ("papers", "sitting"):
            monkeypatch.setattr(f"training.exams.views.{module}.now", lambda: moment)

    to(at)
    return to


@pytest.fixture
def learner(client, school, clock):
    client.log_in(school.learner)
    return client


@pytest.fixture
def exam(school):
    return f"/learn/{school.course.id}/exam"


@pytest.fixture
def begun(learner, exam):
    """Begin by the page; return the attempt and its address."""
    answer = learner.send(exam, KEY)
    assert answer.status_code == 302
    return db.session.scalars(select(Attempt)).one(), answer.location


def test_what_it_is_and_beginning_it(learner, exam, begun):
    row, url = begun
    assert url == f"/learn/attempts/{row.ref}"
    page = learner.get(exam).text
    for words in ("10 道", "30 分钟", "答对 80% 以上", "2 次", "接着答"):
        assert words in page
    assert learner.send(exam, KEY).location == url
    assert learner.send(exam, form_key="another-form-1").location == url


def test_the_paper_is_the_same_after_a_refresh_and_on_another_device(app, school, learner, begun):
    row, url = begun
    other = app.test_client()
    other.log_in(school.learner)
    bare = [
        re.sub(r'name="(csrf_token|form_key)"[^>]*', "", c.get(url).text)
        for c in (learner, learner, other)
    ]
    assert bare[0] == bare[1] == bare[2]
    learner.send(url, {**KEY, **as_form(row, {"0": right_answers(row)["0"]}), "save": "y"})
    assert other.get(url).text.count("checked") == learner.get(url).text.count("checked")


def test_nothing_is_given_away_while_it_is_open(learner, begun):
    row, url = begun
    page = learner.get(url).text
    items = items_on(row)
    for item in items.values():
        assert item.text in page
        assert item.why not in page
    texts = [items[item_id].text for item_id, _order in row.paper]
    places = [page.index(text) for text in texts]
    assert places == sorted(places)
    values = set(re.findall(r'name="q\d+(?:-\d+)?"\s+value="([^"]*)"', page))
    assert values <= {"", "0", "1", "2", "3"}
    assert str(row.seed) not in page


def test_it_stands_the_same_whatever_the_clock_of_the_phone_says(learner, begun, clock, at):
    _row, url = begun
    for passed in (0 * SECOND, 90 * SECOND, 29 * MINUTE):
        clock(at + passed)
        (left,) = SECONDS.findall(learner.get(url).text)
        assert int(left) == 1800 - passed.total_seconds()
        told = learner.send(f"{url}/save", KEY, headers={"Date": "Thu, 01 Jan 1970 00:00:00 GMT"})
        assert told.get_json()["seconds"] == int(left)


def test_all_right_is_handed_in_at_once_and_leads_to_the_certificate(learner, begun):
    row, url = begun
    answer = learner.send(url, {**KEY, **as_form(row, right_answers(row))})
    assert (answer.status_code, answer.location) == (302, url)
    page = learner.get(url).text
    number = db.session.scalars(select(Certificate.number)).one()
    for words in ("合格了", "10 道题里对了 10 道，100%", number, "/sell/", "道理"):
        assert words in page


def test_where_something_is_empty_it_is_asked_once_more(learner, begun):
    row, url = begun
    answers = right_answers(row)
    left = answers.pop("4")
    answer = learner.send(url, {**KEY, **as_form(row, answers)})
    assert answer.location == f"{url}/hand-in"
    assert fresh(row).status is AttemptStatus.OPEN
    page = learner.get(f"{url}/hand-in").text
    assert "还有 1 道题没答完：第 5 题" in page
    learner.send(url, {**KEY, **as_form(row, {"4": left}), "save": "y"})
    assert "都答完了" in learner.get(f"{url}/hand-in").text
    assert learner.send(f"{url}/hand-in", KEY).location == url
    assert fresh(row).score == 100


def test_an_order_that_is_half_said_counts_as_empty(learner, begun):
    row, url = begun
    answers = right_answers(row)
    place = next(p for p, said in answers.items() if len(said) == 3)
    answers[place] = [1, 1, 2]
    answer = learner.send(url, {**KEY, **as_form(row, answers)})
    assert answer.location == f"{url}/hand-in"
    assert f"第 {int(place) + 1} 题" in learner.get(f"{url}/hand-in").text


def test_who_has_not_passed_learns_which_lesson_and_not_what_was_right(learner, school, begun):
    row, url = begun
    learner.send(f"{url}/hand-in", KEY)
    page = learner.get(url).text
    assert f"/learn/{school.course.id}/1" in page
    assert "这次没合格" in page
    assert "没答" in page
    for item in items_on(row).values():
        assert item.why not in page
    for words in ("对的是</dt>", "12，上下差 1 以内都对", "1. 先洗手"):
        assert words not in page


def test_the_review_shows_what_was_wrong_and_why(learner, begun):
    row, url = begun
    answers, items = right_answers(row), items_on(row)
    place = next(p for p in answers if items[row.paper[int(p)][0]].kind == "number")
    learner.send(url, {**KEY, **as_form(row, answers | {place: ["99"]})})
    learner.send(f"{url}/hand-in", KEY)
    page = learner.get(url).text
    assert "合格了" in page
    for item in items.values():
        assert item.why in page
    for words in ("对的是", "12，上下差 1 以内都对"):
        assert words in page


@pytest.mark.parametrize(
    "sent",
    [{"q": "99"}, {"q": "x"}, {"q77": "0"}, {"q-0": "9"}, {"clear": "77"}, {"q": ["7", "8"]}],
)
def test_nonsense_is_refused_and_nothing_is_kept(learner, begun, sent):
    row, url = begun
    place = next(n for n, (i, _o) in enumerate(row.paper) if items_on(row)[i].kind == "single")
    sent = {re.sub(r"^q(?!\d)", f"q{place}", name): value for name, value in sent.items()}
    for data in ({**KEY, **sent, "save": "y"}, {**KEY, **sent}):
        answer = learner.send(url, data)
        assert answer.status_code == 422
        assert "没看懂" in answer.text
    assert learner.send(f"{url}/save", {**KEY, **sent}).status_code == 422
    assert (fresh(row).answers, fresh(row).status) == ({}, AttemptStatus.OPEN)


def test_a_number_that_is_none_keeps_what_was_typed(learner, begun):
    row, url = begun
    items = items_on(row)
    place = next(n for n, (i, _o) in enumerate(row.paper) if items[i].kind == "number")
    other = next(n for n, (i, _o) in enumerate(row.paper) if items[i].kind == "truth")
    answer = learner.send(url, {**KEY, f"q{place}": "十二斤", f"q{other}": "1", "save": "y"})
    assert answer.status_code == 422
    assert "十二斤" in answer.text
    assert f"第 {place + 1} 题：请写一个整数" in answer.text
    assert answer.text.count("checked") == 1
    told = learner.send(f"{url}/save", {**KEY, f"q{place}": "十二斤"})
    assert (told.status_code, "整数" in told.get_json()["said"]) == (422, True)
    learner.send(url, {**KEY, f"q{place}": " １２ ", "save": "y"})
    assert fresh(row).answers == {str(place): [12]}


def test_when_the_time_is_over_a_page_writes_nothing_and_the_button_closes(
    learner, begun, clock, exam
):
    row, url = begun
    learner.send(url, {**KEY, **as_form(row, right_answers(row)), "save": "y"})
    clock(row.ends_at + MINUTE)
    for page in (url, f"{url}/hand-in"):
        assert "时间到了" in learner.get(page).text
    assert "去交卷" in learner.get(exam).text
    assert fresh(row).status is AttemptStatus.OPEN
    told = learner.send(f"{url}/save", {**KEY, "q0": "0"})
    assert (told.status_code, told.get_json()["over"]) == (409, True)
    assert learner.send(f"{url}/hand-in", KEY).location == url
    row = fresh(row)
    assert (row.status, row.passed) == (AttemptStatus.RUN_OUT, True)
    assert "自动交的" in learner.get(url).text


def test_what_is_sent_too_late_closes_it_with_what_was_kept(learner, begun, clock):
    row, url = begun
    clock(row.ends_at + MINUTE)
    assert learner.send(url, {**KEY, **as_form(row, right_answers(row))}).location == url
    assert "时间到了，先前记下的已经交上去" in learner.get(url).text
    assert fresh(row).right == 0


def test_once_handed_in_nothing_changes_it(learner, begun):
    row, url = begun
    learner.send(f"{url}/hand-in", KEY)
    learner.send(url, {**KEY, **as_form(row, right_answers(row))})
    assert learner.send(f"{url}/hand-in", form_key="another-form-1").status_code == 422
    assert learner.get(f"{url}/hand-in").location == url
    assert (fresh(row).right, fresh(row).answers) == (0, {})


def test_there_is_no_way_past_the_exam(learner, school, exam, make):
    """No step can be left out: not learnt, not enrolled, not begun, not passed."""
    skipper = make.person()
    enrolment = school.enrol(skipper, done=False)
    learner.log_in(skipper)
    page = learner.get(exam).text
    assert "还有 2 课没学完" in page
    assert f"/learn/{school.course.id}/1" in page
    assert "开始考试" not in page
    assert learner.send(exam, KEY).status_code == 422
    for url in ("/learn/attempts/nothing-like-that", f"/learn/{school.course.id}/tests/1"):
        assert learner.get(url).status_code == 404
        assert learner.send(url, KEY).status_code in {404, 405}
    learner.log_in(make.person())
    assert learner.get(exam).status_code == learner.send(exam, KEY).status_code == 404
    assert fresh(enrolment).status is EnrolmentStatus.IN
    assert db.session.scalars(select(Certificate)).all() == []


def test_nobody_else_sees_or_writes_a_paper(app, school, begun, make):
    row, url = begun
    for person in (school.teacher, school.officer, make.admin(), make.person()):
        other = app.test_client()
        other.log_in(person)
        for answer in (
            other.get(url),
            other.send(url, {**KEY, "q0": "0"}),
            other.send(f"{url}/save", {**KEY, "q0": "0"}),
            other.send(f"{url}/hand-in", KEY),
        ):
            assert answer.status_code == 404
    visitor = app.test_client()
    assert visitor.get(url).location.startswith("/login")
    assert fresh(row).version == 1


def test_tries_left_and_when_one_may_again(learner, school, exam, at):
    school.tried(ended_at=at - 3 * HOUR)
    assert "1 次" in learner.get(exam).text
    school.tried(ended_at=at - 2 * HOUR)
    page = learner.get(exam).text
    assert "次数用完了" in page
    assert "0% 对" in page
    assert learner.send(exam, KEY).status_code == 422


def test_a_small_test_in_the_course(learner, school):
    url = f"/learn/{school.course.id}/tests/3"
    page = learner.get(url).text
    assert "小测：第 3 课" in page
    assert "不限次数" in page
    paper = learner.send(url, KEY).location
    row = db.session.scalars(select(Attempt)).one()
    learner.send(paper, {**KEY, **as_form(row, right_answers(row))})
    page = learner.get(paper).text
    assert "合格了：第 3 课" in page
    assert "再做一次小测" in page
    assert school.sitting().enrolment.status is EnrolmentStatus.IN


def test_who_has_passed_sees_the_certificate_on_the_page_of_the_exam(learner, school, exam):
    school.sit()
    number = db.session.scalars(select(Certificate.number)).one()
    page = learner.get(exam).text
    assert number in page
    assert "开始考试" not in page
    assert learner.send(exam, KEY).status_code == 422


def test_an_exam_lasts_as_long_as_it_says(learner, begun, at):
    row, _url = begun
    assert row.ends_at - row.started_at == timedelta(minutes=30)
