"""Reviews: by who has received, once, answered once, never deleted, hidden with a reason."""

import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core.access import Actor
from core.cache.operations import house_version
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from core.storage.models import StoredFile
from shop.catalog.models import Product
from shop.orders.models import OrderStatus
from shop.orders.operations import selling, shortages
from shop.reviews import operations, queries, rules
from shop.reviews.models import Review
from shop.reviews.operations.personal import OwnReviews


def told(event):
    return db.session.scalars(select(Notice.person_id).where(Notice.event == event)).all()


def counted(product_id):
    row = db.session.get(Product, product_id, populate_existing=True)
    return row.reviews, row.stars


@pytest.mark.parametrize(
    ("stars", "count", "shown"),
    [(5, 1, "5.0"), (9, 2, "4.5"), (13, 3, "4.3"), (14, 3, "4.7"), (17, 4, "4.3"), (1, 1, "1.0")],
)
def test_the_mean_has_one_decimal(stars, count, shown):
    assert rules.average(stars, count) == shown


@pytest.mark.both_engines
def test_reviewed_and_answered_everybody_reads_it(review, received, do, buyer, producer):
    before = house_version()
    made = review(4)
    assert told("reviews.came") == [producer.responsible_id]
    assert counted(received.about) == (1, 4)
    do(operations.answer, made, text="今年雨水少，个头小些。")
    assert told("reviews.answered") == [buyer.person]
    assert house_version() == before + 2
    (shown,) = queries.list_shown(received.about, limit=5)
    assert (shown.reviewer, shown.stars, shown.what) == ("买**", 4, "5 斤装")
    assert shown.answer == "今年雨水少，个头小些。"


@pytest.mark.both_engines
def test_once_a_line(review, received):
    review(5)
    with pytest.raises(Refused, match="评过"):
        review(1)
    assert counted(received.about) == (1, 5)


@pytest.mark.both_engines
@pytest.mark.parametrize("step", range(4))
def test_not_before_it_has_come(place, pack, do, buyer, step):
    (order,) = place((pack, 1)).orders
    for operation in (selling.accept, selling.pack, selling.ship)[:step]:
        extra = (selling.Sending(carrier="邮政", number="1"),) if operation is selling.ship else ()
        do(operation, order, *extra)
    with pytest.raises(Refused, match="收到货"):
        do(operations.review, order.lines[0], operations.Said(stars=5), by=buyer)
    assert counted(order.lines[0].about) == (0, 0)


def test_not_what_was_left_out_of_the_order(shop, pack, place, do, buyer):
    other = shop.pack(pack.product, name="10 斤装", fen=4500, position=1)
    (order,) = place((pack, 1), (other, 1)).orders
    gone, came = order.lines
    do(selling.accept, order)
    do(shortages.report_shortage, order, shortages.Lack(missing={gone.id: 1}, why="霜冻"))
    do(shortages.take_less, order, by=buyer)
    for operation in (selling.accept, selling.pack):
        do(operation, order)
    do(selling.ship, order, selling.Sending(carrier="邮政", number="1"))
    do(selling.receive_all, order, by=buyer)
    with pytest.raises(Refused, match="没有送到"):
        do(operations.review, gone, operations.Said(stars=1), by=buyer)
    do(operations.review, came, operations.Said(stars=5), by=buyer)


def test_not_ones_own(received, producer, do):
    with writing():
        db.session.execute(
            text("UPDATE shop_order SET person_id = :me"), {"me": producer.responsible_id}
        )
        db.session.execute(
            text("UPDATE shop_purchase SET person_id = :me"), {"me": producer.responsible_id}
        )
    with pytest.raises(Refused, match="自己"):
        do(operations.review, received, operations.Said(stars=5))


@pytest.mark.parametrize("stars", [0, 6])
def test_the_database_knows_five_stars(review, stars):
    with pytest.raises(DBAPIError):
        review(stars)


def test_the_producer_answers_once_and_says_no_superlatives(review, do):
    made = review()
    with pytest.raises(Refused, match="广告法") as refused:
        do(operations.answer, made, text="我们是全国第一")
    assert refused.value.field == "answer"
    do(operations.answer, made, text="谢谢。")
    with pytest.raises(Refused, match="一次"):
        do(operations.answer, made, text="再说一句。")
    assert db.session.get(Review, made.id).answer == "谢谢。"


@pytest.mark.both_engines
def test_hidden_with_a_reason_in_its_place(review, make, do, received, buyer, shop):
    picture = shop.file()
    made, clerk = review(1, "打 13800138000 骂他", pictures=[picture]), make.actor(make.clerk())
    do(operations.answer, made, text="别这样。")
    do(operations.hide, made, why="privacy", by=clerk)
    assert counted(received.about) == (0, 0)
    assert told("reviews.hidden") == [buyer.person]
    (shown,) = queries.list_shown(received.about, limit=5)
    assert (shown.hidden_why, shown.text, shown.answer, shown.photos) == ("privacy", "", "", [])
    assert not db.session.get(StoredFile, picture.id, populate_existing=True).is_public
    entry = db.session.scalars(select(Entry).where(Entry.action == "hide")).one()
    assert (entry.became, entry.by_id) == ("privacy", clerk.id)
    assert db.session.get(Review, made.id).text == "打 13800138000 骂他"  # nothing is deleted
    with pytest.raises(Refused, match="不显示"):
        do(operations.hide, made, why="insult", by=clerk)
    assert counted(received.about) == (0, 0)
    with pytest.raises(Refused, match="不显示"):
        do(operations.answer, made, text="再说一句。")


def test_no_clerk_decides_in_their_own_affairs(review, make, do, buyer, producer):
    made = review(1)
    for person in (buyer.person, producer.responsible_id):
        clerk = Actor(id=person, person=person, name="", is_clerk=True)
        with pytest.raises(Refused, match="别的办事员"):
            do(operations.hide, made, why="insult", by=clerk)


@pytest.mark.both_engines
def test_the_database_deletes_no_review(review):
    review()
    with pytest.raises(DBAPIError, match="only ever added to"), writing():
        db.session.execute(text("DELETE FROM shop_review"))
    db.session.rollback()
    assert db.session.scalars(select(Review)).one()


def test_no_address_deletes_a_review(app):
    """Whatever the house can do with reviews is to write, read, answer and hide them."""
    rules_ = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("reviews.") or "reviews" in str(rule)
    ]
    assert {rule.endpoint for rule in rules_} == {
        "reviews.of", "reviews.write", "reviews.desk", "reviews.answer", "reviews.hide",
        "reviews.operate",
    }  # fmt: skip
    assert all(not rule.methods & {"DELETE", "PUT", "PATCH"} for rule in app.url_map.iter_rules())


@pytest.mark.both_engines
def test_two_who_hide_and_two_who_review_at_once_count_once(app, review, received, make, do, buyer):
    """Each of four at a time does the same thing; one of them has an effect."""

    def all_at_once(work):
        start, done = threading.Barrier(4), []

        def one():
            with app.app_context():
                start.wait()
                try:
                    with writing():
                        work()
                except (Refused, DBAPIError) as error:
                    done.append(error)
                else:
                    done.append(None)
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=one) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert done.count(None) == 1, done
        assert all(isinstance(each, Refused) for each in done if each), done

    line_id, product_id, at = received.id, received.about, received.order.placed_at
    ref = received.order.ref
    db.session.rollback()

    def say():
        line = queries.find_bought(ref, line_id).line
        operations.review(line, operations.Said(stars=3), by=buyer, at=at)

    all_at_once(say)
    assert counted(product_id) == (1, 3)
    clerk = make.actor(make.clerk())
    db.session.rollback()

    def take():
        operations.hide(db.session.scalars(select(Review)).one(), why="insult", by=clerk, at=at)

    all_at_once(take)
    assert counted(product_id) == (0, 0)


def test_what_one_has_said_is_copied_out_and_stays(review, do, received, buyer, producer, shop, at):
    picture = shop.file()
    do(operations.answer, review(2, "一般般", pictures=[picture]), text="抱歉。")
    mine = OwnReviews().export(buyer.person)
    assert [(each["stars"], each["text"], each["pictures"]) for each in mine["reviews"]] == [
        (2, "一般般", picture.ref)
    ]
    assert mine["review_answers"] == []
    theirs = OwnReviews().export(producer.responsible_id)
    assert theirs["reviews"] == []
    assert [each["answer"] for each in theirs["review_answers"]] == ["抱歉。"]
    with writing():
        OwnReviews().erase(buyer.person, at=at)
    assert db.session.scalars(select(Review.text)).one() == "一般般"
    assert received.order.status is OrderStatus.RECEIVED
