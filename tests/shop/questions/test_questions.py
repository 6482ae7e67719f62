"""Questions: asked by who is signed in, answered by the producer, read by everybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.cache.operations import house_version
from core.clock import now
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from core.notices.models import Notice
from shop.producers.models import Producer
from shop.questions import operations, queries, rules
from shop.questions.models import Question
from shop.questions.operations.personal import OwnQuestions
from tests.counting import queries_in


@pytest.fixture
def at():
    return now()


@pytest.fixture
def product(shop):
    return shop.on_sale(title="高山蜜橘")


@pytest.fixture
def buyer(make):
    return make.person(name="王小明")


@pytest.fixture
def ask(product, buyer, make, at):
    """Return a hand that asks, as the buyer unless said."""

    def put(text="甜不甜？", person=buyer, at=at):
        with writing():
            made = operations.ask(product.id, text=text, by=make.actor(person), at=at)
            return made

    return put


@pytest.fixture
def seller(make, product):
    return make.actor(product.producer.responsible)


@pytest.fixture
def answer(seller, at):
    def put(question, text="很甜。", version=None, at=at):
        with writing():
            seen = question.version if version is None else version
            operations.answer(question, text=text, version=seen, by=seller, at=at)

    return put


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
        ("vx abc", False),
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


# Pages


def url_of(product):
    return f"/market/{product.id}/questions"


def test_a_visitor_reads_and_is_sent_to_log_in(client, ask, product):
    ask("<script>alert(1)</script> 甜吗")
    page = client.get(url_of(product))
    assert "&lt;script&gt;" in page.text
    assert "王**" in page.text
    assert "小明" not in page.text
    assert "登录以后问商家" in page.text
    assert client.send(url_of(product), text="在吗").location.startswith("/login")


def test_asking_on_the_page(client, product, buyer):
    client.log_in(buyer)
    assert "问一问" in client.get(url_of(product)).text
    page = client.get(client.send(url_of(product), text="怎么存放？").location)
    assert "问出去了" in page.text
    assert "怎么存放？" in page.text
    question = queries.list_shown(product.id)[0]
    take_back = f"{url_of(product)}/{question.id}/take-back"
    assert take_back in page.text
    assert "收回了" in client.get(client.send(take_back).location).text


def test_nobody_takes_back_what_another_asked(client, ask, make, product):
    question = ask()
    client.log_in(make.person())
    page = client.get(url_of(product)).text
    assert "take-back" not in page
    assert client.send(f"{url_of(product)}/{question.id}/take-back").status_code == 404


@pytest.mark.parametrize("text", ["", " \n ", "长" * 301, "看\u202e不见"])
def test_nonsense_is_refused_and_kept(text, client, product, buyer):
    client.log_in(buyer)
    answer = client.send(url_of(product), text=text)
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert queries.count_shown(product.id) == 0


def test_a_number_is_warned_about_once(client, product, buyer):
    client.log_in(buyer)
    answer = client.send(url_of(product), text="打我电话 13800138000")
    assert answer.status_code == 422
    assert "谁都能看到，去掉它" in answer.text
    assert 'name="sure"' in answer.text
    sure = client.send(url_of(product), text="打我电话 13800138000", sure="y")
    assert sure.status_code == 302


def test_a_closed_page_and_one_on_holiday(client, product, buyer, shop):
    client.log_in(buyer)
    assert client.get("/market/999/questions").status_code == 404
    assert client.send("/market/999/questions", text="在吗").status_code == 404
    with writing():
        producer = db.session.get(Producer, product.producer_id)
        producer.away_from = producer.away_until = now().date()
        producer.away_until += timedelta(days=2)
        producer.away_from -= timedelta(days=2)
    assert "正在休息" in client.get(url_of(product)).text


def test_the_producer_finds_what_waits_first(client, ask, answer, product, make):
    old, new = ask("旧的问题"), ask("新的问题")
    answer(old)
    client.log_in(product.producer.responsible)
    home = f"/sell/{product.producer_id}/questions"
    page = client.get(home).text
    assert page.index("新的问题") < page.index("旧的问题")
    url = f"{home}/{new.id}"
    assert client.send(url, answer="", version="1").status_code == 422
    assert client.send(url, answer="加微信：abc", version="1").status_code == 422
    assert "答好了" in client.get(client.send(url, answer="下周发。", version="1").location).text
    assert client.send(url, answer="后天发。", version="1").status_code == 409
    client.log_in(make.person())
    assert client.get(home).status_code == 404
    assert client.get(url).status_code == 404


def test_another_producers_question_is_not_there(client, ask, product, shop):
    question = ask()
    other = shop.producer(product.producer.responsible)
    client.log_in(product.producer.responsible)
    assert client.get(f"/sell/{other.id}/questions/{question.id}").status_code == 404


def test_a_clerk_hides(client, ask, make, product):
    question = ask()
    client.log_in(make.person())
    assert client.get(f"/operate/questions/{question.id}/hide").status_code == 404
    client.log_in(make.clerk())
    assert "不显示" in client.get(url_of(product)).text
    url = f"/operate/questions/{question.id}/hide"
    assert client.send(url, why="").status_code == 422
    assert client.send(url, why="写了别人的电话").location == url_of(product)
    assert queries.count_shown(product.id) == 0


def test_lists_page_by_key_and_cost_the_same(client, ask, answer, product, make):
    def more(number):
        for _ in range(number):
            answer(ask(person=make.person(name="陈晨")))
            ask(person=make.person(name="陈晨"))

    client.log_in(product.producer.responsible)
    home = f"/sell/{product.producer_id}/questions"
    counts = []
    for number in (3, 27):
        more(number)
        counts.append([queries_in(lambda u=u: client.get(u)) for u in (url_of(product), home)])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 9  # eight and the BEGIN
    seen, url = set(), url_of(product)
    for _ in range(3):
        page = client.get(url)
        seen |= {
            each.id for each in queries.list_shown(product.id) if f'id="q{each.id}"' in page.text
        }
        after = min(int(each.split('"')[0]) for each in page.text.split('id="q')[1:])
        url = f"{url_of(product)}?after={after}"
    assert len(seen) == 21
    assert client.get(f"{url_of(product)}?after=x").status_code == 404
    assert client.get(f"{home}?after=1").status_code == 200
