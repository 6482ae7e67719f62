"""Questions on their pages: everybody reads, who is signed in asks, the producer answers."""

from datetime import timedelta

import pytest

from core.clock import now
from core.db import db, writing
from shop.producers.models import Producer
from shop.questions import queries
from tests.counting import queries_in


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
    sent = {"answer": "下周发。", "version": "1", "form_key": "tapped-twice"}
    assert [client.send(url, sent).location for _tap in "12"] == [home, home]
    assert "答好了" in client.get(home).text
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
    client.log_in(make.clerk(product.producer.responsible))
    assert "别的办事员" in client.get(f"/operate/questions/{question.id}/hide").text
    assert client.send(f"/operate/questions/{question.id}/hide", why="不好").status_code == 422
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
