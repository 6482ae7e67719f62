"""What the market keeps of a buyer: a whole copy, nobody else's, and what stays when they go."""

import json
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from core.accounts.models import Person
from core.db import db, writing
from core.errors import Refused
from core.me.operations import close_account, data_of, packed
from shop.cart import operations as cart
from shop.cart.models import CartLine
from shop.cart.rules import Item
from shop.orders.models import Order
from shop.orders.operations import buying, selling, shortages
from shop.producers.models import Producer
from shop.reviews import operations as reviews
from shop.threads.models import Message

MINE = (
    "basket", "purchases", "orders", "order_lines", "order_parcels", "order_shortages",
    "order_reductions", "messages", "reviews", "review_answers",
)  # fmt: skip


@pytest.fixture
def traded(place, pack, do, buyer, seller, make, at):
    """A buyer has done all that one can do; the seller has talked back."""
    (order,) = place((pack, 3)).orders
    line = order.lines[0]
    do(shortages.report_shortage, order, shortages.Lack(missing={line.id: 1}, why="霜冻"))
    do(shortages.take_less, order, by=buyer)
    for operation in (selling.accept, selling.pack):
        do(operation, order)
    do(selling.ship, order, selling.Sending(carrier="邮政", number="9876"))
    do(buying.receive, order, by=buyer)
    do(reviews.answer, do(reviews.review, line, reviews.Said(stars=4), by=buyer), text="谢谢。")
    for person, by_seller, words in ((buyer, False, "少一份行"), (seller, True, "给您补上")):
        said = {"person_id": person.person, "by_seller": by_seller, "text": words, "at": at}
        make.add(Message(order_id=order.id, **said))
    with writing():
        cart.put(Item("pack", pack.id, 2), by=buyer, at=at)
    return order


def test_the_copy_is_whole(traded, buyer):
    tables = data_of(buyer.person)
    assert {name: len(tables[name]) for name in MINE} == {
        name: 0 if name == "review_answers" else 1 for name in MINE
    }
    (order,) = tables["orders"]
    assert (order["number"], order["receiver"], order["phone"], order["address"]) == (
        traded.number, "张三", "13900000000", "文一路 1 号",
    )  # fmt: skip
    assert (order["seller"], order["status"], order["reduced_fen"]) == (
        traded.producer.name, "received", 2500,
    )  # fmt: skip
    assert tables["order_lines"][0]["order_id"] == order["order"]
    assert tables["order_parcels"][0]["number"] == "9876"
    assert tables["order_shortages"][0]["answer"] == "less"
    assert tables["messages"][0]["text"] == "少一份行"
    assert tables["basket"][0]["count"] == 2
    with zipfile.ZipFile(BytesIO(packed(tables))) as archive:
        assert set(json.loads(archive.read("data.json"))) >= set(MINE)
        assert {f"{name}.csv" for name in MINE} <= set(archive.namelist())


def test_nothing_of_others_is_in_it(traded, seller, buyer, make):
    stranger = data_of(make.person().id)
    assert [name for name in MINE if stranger[name]] == []
    sellers = data_of(seller.person)
    assert {name for name in MINE if sellers[name]} == {"messages", "review_answers"}
    assert [each["text"] for each in sellers["messages"]] == ["给您补上"]
    for private in ("张三", "13900000000", "文一路", "少一份行"):
        assert private not in json.dumps(sellers, ensure_ascii=False, default=str)


@pytest.mark.both_engines
def test_what_stays_when_the_account_goes(traded, buyer, at):
    with writing():
        close_account(by=buyer, at=at)
    assert db.session.scalars(select(CartLine)).all() == []
    order = db.session.scalars(select(Order)).one()
    assert (order.receiver, order.address) == ("张三", "文一路 1 号")
    person = db.session.get(Person, buyer.person, populate_existing=True)
    assert (person.name, person.phone, order.person_id) == ("已注销", None, person.id)
    assert len(db.session.scalars(select(Message)).all()) == 2


@pytest.mark.both_engines
def test_a_seller_goes_only_when_all_is_delivered(place, pack, do, buyer, seller, at):
    (order,) = place((pack, 1)).orders
    with pytest.raises(Refused, match="还有 1 单没办完"), writing():
        close_account(by=seller, at=at)
    assert db.session.get(Person, seller.person, populate_existing=True).closed_at is None
    do(buying.cancel, order, by=buyer)
    with writing():
        close_account(by=seller, at=at)
    assert db.session.scalars(select(Producer.closed_at)).one() == at


def test_the_page_says_why_a_seller_stays(client, place, pack, producer):
    place((pack, 1))
    client.log_in(producer.responsible)
    answer = client.send("/me/close", sure="y")
    assert answer.status_code == 422
    assert "还有 1 单没办完" in answer.text
