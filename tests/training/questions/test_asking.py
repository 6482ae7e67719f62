"""Asking, taking back, answering, hiding: what comes of it, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from tests.training.questions.world import told
from training.courses.models import VersionStatus
from training.learning.models import EnrolmentStatus
from training.questions import operations, queries, rules
from training.questions.operations.personal import OwnAsking
from training.questions.queries import desk

pytestmark = pytest.mark.both_engines


def take_back(world, question, at):
    with writing():
        mine = db.session.merge(question)
        operations.take_back(mine, by=world.actor(world.learner), at=at)


@pytest.mark.parametrize(
    ("name", "shown"), [("王小明", "王同学"), ("欧阳修", "欧阳同学"), ("李", "李同学")]
)
def test_an_asker_is_named_by_the_surname(name, shown):
    assert rules.classmate(name) == shown


def test_asked_and_answered_all_who_see_the_lesson_read_it(ask, answer, world):
    other = world.make.person(name="另一位老师")
    world.teaches(other)
    question = ask()
    assert told("asked") == sorted([world.teacher.id, other.id])
    answer(question)
    assert told("answered") == [world.learner.id]
    (shown,) = queries.list_page(world.course.id, 1, after=None)
    assert (shown.asker, shown.text, shown.answer) == (
        "张同学",
        "水要烧到多热？",
        "要烧到六十度以上。",
    )
    answer(question, "烧开更好。", person=other)
    assert world.again(question).answer == "烧开更好。"
    assert told("answered") == [world.learner.id]  # once
    said = db.session.scalars(select(Entry).where(Entry.about == "training_question")).all()
    assert [each.action for each in said] == ["ask", "answer", "answer"]


def test_ten_wait_and_no_more_until_one_is_answered(ask, answer, world, at):
    asked = [ask(f"第 {number} 个问题") for number in range(rules.MOST_OPEN)]
    with pytest.raises(Refused, match="等老师答了再问") as refused:
        ask("还有一个问题")
    assert refused.value.field == "text"
    take_back(world, asked[0], at)  # the teachers have heard of it all the same
    with pytest.raises(Refused):
        ask("还有一个问题")
    answer(asked[1])
    ask("还有一个问题")
    ask("第二天再问的", at=at + timedelta(days=1, minutes=1))
    friend = world.make.person(name="李四")
    world.enrol(friend)
    ask("别人问的", person=friend)


def test_who_has_left_asks_nothing_and_who_has_passed_still_may(ask, world):
    passed = world.make.person(name="学完的")
    world.enrol(passed, status=EnrolmentStatus.PASSED)
    ask("学完了再问一句", person=passed)
    with writing():
        mine = world.studying(world.learner, 1)
        mine.enrolment.status, mine.enrolment.ended_at = EnrolmentStatus.OUT, world.at
    with pytest.raises(Refused, match="退出"), writing():
        operations.ask(mine, text="还想问一句", by=world.actor(world.learner), at=world.at)


def test_taken_back_before_the_answer_its_words_are_gone(ask, answer, world, at):
    first, second = ask("我家住在三组"), ask()
    take_back(world, first, at)
    assert world.again(first).text == ""
    assert [each.id for each in queries.list_page(world.course.id, 1, after=None)] == [second.id]
    with pytest.raises(Refused, match="收回"):
        answer(first)
    take_back(world, first, at)  # said twice it is the same
    answer(second)
    with pytest.raises(Refused, match="已经回答了"):
        take_back(world, second, at)
    assert world.again(second).text


def test_hidden_the_reason_stands_in_its_place(ask, answer, hide, world, at):
    question = ask("张三的电话是多少")
    answer(question)
    hide(question)
    (shown,) = queries.list_page(world.course.id, 1, after=None)
    assert (shown.text, shown.answer, shown.hidden_why) == ("", "", "写了别人的电话")
    assert told("hidden") == [world.learner.id]
    with pytest.raises(Refused, match="不显示"):
        hide(question)
    with pytest.raises(Refused, match="不用回答"):
        answer(question)
    with pytest.raises(Refused, match="不用收回"):
        take_back(world, question, at)


def test_the_second_of_two_answers_loses_nothing(ask, answer):
    question = ask()
    answer(question, "甲答的", version=1)
    with pytest.raises(Overtaken) as overtaken:
        answer(question, "乙答的", version=1)
    assert (overtaken.value.theirs, overtaken.value.mine) == ("甲答的", "乙答的")


def test_it_stays_under_its_lesson_in_the_next_version(ask, world):
    ask()
    with writing():
        db.session.merge(world.version).status = VersionStatus.PAST
    later = world.make_version(number=2)
    friend = world.make.person(name="新来的")
    world.enrol(friend, version=later)
    assert queries.list_newest(world.course.id, 1).count == 1
    ask("新一版的人问的", person=friend)
    assert queries.list_newest(world.course.id, 1).count == 2
    (first, _second) = desk.list_of(world.organiser.id, waiting=True, after=None)
    assert first.lesson == "第1讲"


def test_what_one_asked_is_copied_out_and_blanked(ask, answer, world, at):
    waits, answered = ask("我的电话是秘密"), ask("怎么存放才好")
    answer(answered, "放冰箱。")
    out = OwnAsking().export(world.learner.id)
    assert [each["text"] for each in out["lesson_questions"]] == ["我的电话是秘密", "怎么存放才好"]
    assert OwnAsking().export(world.teacher.id)["lesson_answers"][0]["answer"] == "放冰箱。"
    with writing():
        OwnAsking().erase(world.learner.id, at=at)
    assert world.again(waits).text == ""
    assert "怎么存放" not in world.again(answered).text
    (shown,) = queries.list_page(world.course.id, 1, after=None)
    assert shown.answer == "放冰箱。"


def test_who_closed_the_account_is_not_named(ask, world, at):
    ask()
    with writing():
        db.session.merge(world.learner).closed_at = at
    (shown,) = queries.list_page(world.course.id, 1, after=None)
    assert shown.asker == "已注销的用户"
    with writing():
        db.session.merge(world.learner).closed_at = None
