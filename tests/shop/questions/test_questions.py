"""Questions: asked by who is signed in, answered by the producer, read by everybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.cache.operations import house_version
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from core.notices.models import Notice
from shop.questions import operations, queries, rules
from shop.questions.models import Question
from shop.questions.operations.personal import OwnQuestions


def told(event):
    query = select(Notice.person_id).where(Notice.event == event)
    return db.session.scalars(query).all()


# Rules


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话 13800138000", True),
        ("１３８００１３８０００", True),
        ("138-0013-8000", True),
        ("加我微信：abc", True),
        ("vxabc", True),
        ("VX信 abc", True),
        ("QQ 123456", True),
        ("13 斤多少钱", False),
        ("编号 1380013800012345", False),
        ("要 5 斤", False),
    ],
)
def test_a_number_is_seen(text, found):
    assert rules.holds_a_number(text) is found


@pytest.mark.parametrize(
    ("name", "shown"), [("王小明", "王**"), ("欧阳修", "欧阳**"), ("李", "李**")]
)
def test_askers_are_named_by_their_surname(name, shown):
    assert rules.masked_name(name) == shown


# Operations


@pytest.mark.both_engines
def test_asked_and_answered_everybody_reads_it(ask, answer, product, buyer):
    before = house_version()
    question = ask()
    assert told("questions.asked") == [product.producer.responsible_id]
    answer(question)
    assert told("questions.answered") == [buyer.id]
    assert house_version() == before + 2
    shown = queries.list_shown(product.id)
    assert [(each.asker, each.text, each.answer) for each in shown] == [
        ("王**", "甜不甜？", "很甜。")
    ]
    answer(question, "比去年还甜。")
    assert queries.list_shown(product.id)[0].answer == "比去年还甜。"
    assert told("questions.answered") == [buyer.id]  # once


@pytest.mark.both_engines
def test_ten_a_day_and_no_more(ask, at, make):
    for number in range(rules.MOST_A_DAY):
        ask(f"第 {number} 问")
    with pytest.raises(Refused, match="明天") as refused:
        ask("再问一个")
    assert refused.value.field == "text"
    ask("别人问", person=make.person())
    ask("第二天再问", at=at + timedelta(days=1, minutes=1))


def test_not_about_ones_own_and_not_about_what_is_not_on_sale(ask, product, shop, make, buyer, at):
    with pytest.raises(Refused, match="自己"):
        ask(person=product.producer.responsible)
    off = shop.on_sale(is_on=False)
    with pytest.raises(Refused, match="不卖"), writing():
        operations.ask(off.id, text="在吗", by=make.actor(buyer), at=at)


@pytest.mark.both_engines
def test_the_second_of_two_answers_loses_nothing(ask, answer):
    question = ask()
    answer(question, "甲答的", version=1)
    with pytest.raises(Overtaken) as overtaken:
        answer(question, "乙答的", version=1)
    assert (overtaken.value.theirs, overtaken.value.mine) == ("甲答的", "乙答的")


def test_no_answer_praises_the_goods(ask, answer):
    with pytest.raises(Refused, match="广告法") as refused:
        answer(ask(), "全国最好的橘子，销量第一")
    assert refused.value.field == "answer"


@pytest.mark.both_engines
def test_taken_back_only_before_the_answer(ask, answer, make, buyer, product, at):
    first, second = ask(), ask("酸不酸？")
    by = make.actor(buyer)
    with writing():
        operations.take_back(first, by=by, at=at)
    assert [each.id for each in queries.list_shown(product.id)] == [second.id]
    answer(second)
    with pytest.raises(Refused, match="回答"), writing():
        operations.take_back(second, by=by, at=at)
    with pytest.raises(Refused, match="收回"):
        answer(first)


def test_hidden_with_a_reason(ask, make, product, buyer, at):
    question, clerk = ask(), make.actor(make.clerk())
    with writing():
        operations.hide(question, why="骂人", by=clerk, at=at)
    assert queries.list_shown(product.id) == []
    assert told("questions.hidden") == [buyer.id]
    entry = db.session.scalars(select(Entry).where(Entry.action == "hide")).one()
    assert (entry.became, entry.by_id) == ("骂人", clerk.id)
    with pytest.raises(Refused), writing():
        operations.hide(question, why="再来", by=clerk, at=at)


def test_what_one_has_asked_is_copied_out_and_blanked(ask, answer, product, buyer, at):
    waits, answered = ask("我的电话是秘密"), ask("怎么放？")
    answer(answered, "放冰箱。")
    out = OwnQuestions().export(buyer.id)
    assert [each["text"] for each in out["questions"]] == ["我的电话是秘密", "怎么放？"]
    assert OwnQuestions().export(product.producer.responsible_id)["answers"][0]["answer"]
    with writing():
        OwnQuestions().erase(buyer.id, at=at)
    shown = queries.list_shown(product.id)
    assert [(each.id, each.answer) for each in shown] == [(answered.id, "放冰箱。")]
    assert "秘密" not in db.session.get(Question, waits.id, populate_existing=True).text
    assert "怎么放" not in shown[0].text
