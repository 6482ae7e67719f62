"""Reviews on their pages: buyers write, everybody reads, producers answer, a clerk hides."""

import json
import re

import pytest
from sqlalchemy import select

from core.accounts.models import Person
from core.cache.operations import bump
from core.db import db, writing
from core.storage.models import StoredFile
from shop.orders.operations import buying, selling
from shop.reviews import operations
from shop.reviews.models import Review
from tests.counting import queries_in
from tests.shop.reviews.conftest import photo, sent

LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def url(received):
    return f"/orders/{received.order.ref}/lines/{received.id}/review"


@pytest.fixture
def of_product(received):
    return f"/market/{received.about}"


@pytest.fixture
def as_buyer(client, buyer):
    client.log_in(db.session.get(Person, buyer.person))
    return client


@pytest.fixture
def another(place, pack, do, make):
    """Return a hand by which somebody else orders, receives and reviews the same."""

    def buys(name="陈晨", stars=3, answer="", pictures=()):
        by = make.actor(make.person(name=name))
        (order,) = place((pack, 1), by=by).orders
        do(selling.accept, order)
        do(selling.pack, order)
        do(selling.ship, order, selling.Sending(carrier="邮政", number="1"))
        do(buying.receive, order, by=by)
        said = operations.Said(stars=stars, text=f"{name}说的", pictures=pictures)
        made = do(operations.review, order.lines[0], said, by=by)
        if answer:
            do(operations.answer, made, text=answer)
        return made

    return buys


def test_written_with_pictures_and_read_by_all(as_buyer, client, url, of_product):
    page = as_buyer.get(url).text
    for said in ("很差", "不太好", "一般", "很好", "发了就不能改，也不能删"):
        assert said in page
    answer = sent(as_buyer, url, photo(), photo("red"), stars="2", text="<b>蔫</b>了")
    assert answer.location == url
    page = as_buyer.get(url).text
    assert "评好了" in page
    assert "评过就不能改" in page
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]
    files = db.session.scalars(select(StoredFile)).all()
    assert [each.is_public for each in files] == [True, True]
    client.log_out()
    for where in (of_product, f"{of_product}/reviews"):
        page = client.get(where).text
        assert "&lt;b&gt;蔫&lt;/b&gt;了" in page
        assert "买**" in page
        assert "★★☆☆☆" in page
        assert "2.0" in page
        assert "真实下单" in page
        for each in files:
            assert f"/files/{each.ref}" in page
            assert client.get(f"/files/{each.ref}").status_code == 200


def test_sent_twice_counts_once(as_buyer, url, received):
    twice = [sent(as_buyer, url, stars="4", form_key="tapped-twice") for _tap in "12"]
    assert [each.location for each in twice] == [url, url]
    assert sent(as_buyer, url, stars="1").status_code == 422
    assert db.session.scalars(select(Review.stars)).one() == 4


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"stars": ""}, "请选一样"),
        ({"stars": "6"}, ""),
        ({"text": "长" * 501}, "最多 500"),
        ({"text": "看\u202e不见"}, "看不见"),
        ({"text": "加我微信：abc"}, "去掉它"),
    ],
)
def test_nonsense_is_refused_and_kept(as_buyer, url, fields, why):
    answer = sent(as_buyer, url, photo(), **fields)
    assert answer.status_code == 422
    assert why in answer.text
    assert fields.get("text", "很甜") in answer.text
    assert "照片没有存下" in answer.text
    assert db.session.scalars(select(Review)).all() == []


@pytest.mark.parametrize(
    ("photos", "why"), [([photo()] * 5, "最多 4 张"), ([b"not a picture"], "")]
)
def test_pictures_that_cannot_be(as_buyer, url, photos, why):
    answer = sent(as_buyer, url, *photos)
    assert answer.status_code == 422
    assert why in answer.text
    assert db.session.scalars(select(Review)).all() == []
    assert db.session.scalars(select(StoredFile)).all() == []


def test_only_for_who_bought_it_and_once_it_has_come(client, make, shipped, buyer, received, url):
    assert client.get(url).location.startswith("/login")
    client.log_in(make.person())
    assert client.get(url).status_code == 404
    assert sent(client, url).status_code == 404
    client.log_in(db.session.get(Person, buyer.person))
    wrong = f"/orders/{received.order.ref}/lines/{received.id + 1}/review"
    assert client.get(wrong).status_code == 404


def test_not_before_it_has_come(as_buyer, shipped):
    url = f"/orders/{shipped.ref}/lines/{shipped.lines[0].id}/review"
    assert "收到货才能评" in as_buyer.get(url).text
    answer = sent(as_buyer, url, photo())
    assert answer.status_code == 422
    assert "收到货才能评" in answer.text


def test_the_producer_answers_once(client, review, received, producer, make, url):
    made = review(2, "蔫了")
    home = f"/sell/{producer.id}/reviews"
    client.log_in(producer.responsible)
    page = client.get(home).text
    assert "蔫了" in page
    assert f"{home}/{made.id}" in page
    answer = f"{home}/{made.id}"
    assert "只能答一次" in client.get(answer).text
    assert client.send(answer, answer="").status_code == 422
    assert client.send(answer, answer="我们是全国第一").status_code == 422
    given = {"answer": "下次多垫纸。", "form_key": "tapped-twice"}
    assert [client.send(answer, given).location for _tap in "12"] == [home, home]
    assert "答好了" in client.get(home).text
    assert "只能答一次" in client.get(answer).text
    assert client.send(answer, answer="再说一句").status_code == 422
    other = make.person()
    client.log_in(other)
    assert client.get(home).status_code == 404
    assert client.get(answer).status_code == 404


def test_another_producers_review_is_not_there(client, review, producer, shop):
    made, other = review(), shop.producer(producer.responsible)
    client.log_in(producer.responsible)
    assert client.get(f"/sell/{other.id}/reviews/{made.id}").status_code == 404
    assert "还没有评价" in client.get(f"/sell/{other.id}/reviews").text


def test_a_clerk_hides_and_the_reason_stands_there(client, make, url, of_product, buyer):
    client.log_in(db.session.get(Person, buyer.person))
    assert sent(client, url, photo(), stars="1", text="他家住三组").location == url
    made = db.session.scalars(select(Review)).one()
    (file,) = db.session.scalars(select(StoredFile)).all()
    hide = f"/operate/reviews/{made.id}/hide"
    assert client.get(hide).status_code == 404
    assert "/operate/reviews/" not in client.get(f"{of_product}/reviews").text
    client.log_in(make.clerk())
    assert hide in client.get(f"{of_product}/reviews").text
    assert "评得低不是理由" in client.get(hide).text
    assert client.send(hide, why="").status_code == 422
    assert client.send(hide, why="low").status_code == 422
    assert client.send(hide, why="privacy").location == "/operate/reviews/"
    assert client.get(hide).status_code == 404
    client.log_out()
    for where in (of_product, f"{of_product}/reviews"):
        page = client.get(where).text
        assert "这条评价因“写了别人的私人信息”，不显示" in page
        assert "他家住" not in page
        assert "满分" not in page
    assert client.get(f"/files/{file.ref}").status_code == 404
    client.log_in(db.session.get(Person, buyer.person))
    assert "写了别人的私人信息" in client.get(url).text


def test_a_clerk_who_sells_it_is_sent_to_another(client, review, make, producer):
    made = review(1)
    client.log_in(make.clerk(producer.responsible))
    hide = f"/operate/reviews/{made.id}/hide"
    assert "别的办事员" in client.get(hide).text
    assert client.send(hide, why="insult").status_code == 422


def test_machines_read_the_mean_only_when_there_is_one(client, pack, of_product, review, another):
    assert "aggregateRating" not in client.get(of_product).text
    review(5)
    another(stars=4)
    facts = json.loads(LINKED.search(client.get(of_product).text)[1])
    assert facts["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "4.5",
        "reviewCount": 2,
        "bestRating": 5,
        "worstRating": 1,
    }


def test_who_has_gone_is_named_by_nothing(client, another, of_product):
    made = another(name="诸葛大名")
    assert "诸葛**" in client.get(of_product).text
    with writing():
        person = db.session.get(Person, made.person_id)
        person.closed_at, person.name = made.made_at, "已注销"
        bump()
    page = client.get(of_product).text
    assert "已注销的用户" in page
    assert "诸葛**" not in page


def test_lists_page_by_key_and_cost_the_same(app, client, another, of_product, shop, producer):
    counts, visitor = [], app.test_client()

    def cost(where, who=client):
        with writing():
            bump()
        return queries_in(lambda: who.get(where))

    home = f"/sell/{producer.id}/reviews"
    client.log_in(producer.responsible)
    for number in (2, 3):
        for each in range(number):
            another(answer="谢谢" if each else "", pictures=[shop.file(), shop.file()])
        costs = [cost(where) for where in (f"{of_product}/reviews", home)]
        counts.append([cost(of_product, visitor), *costs])
    assert counts[0] == counts[1]
    assert counts[1][0] <= 11  # ten and the BEGIN
    assert max(counts[1][1:]) <= 9
    shown = re.findall(r'id="r(\d+)"', client.get(f"{of_product}/reviews").text)
    assert shown == sorted(shown, key=int, reverse=True)
    older = client.get(f"{of_product}/reviews?after={shown[1]}").text
    assert re.findall(r'id="r(\d+)"', older) == shown[2:]
    assert client.get(f"{of_product}/reviews?after=x").status_code == 404
    for where in (f"{of_product}/reviews", home):
        assert "最新的" not in client.get(where).text
        for last in (shown[1], "1"):  # also where nothing comes any more
            assert f'href="{where}"\n' in client.get(f"{where}?after={last}").text
            assert "最新的" in client.get(f"{where}?after={last}").text
    assert client.get("/market/999/reviews").status_code == 404
