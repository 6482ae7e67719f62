"""Listing a product: begun, described, switched on and off, under the verification and out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.cache.operations import house_version
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from core.house import HOUSE
from core.notices.models import Notice
from core.search.models import SearchDue
from core.sponsorship.models import SponsorshipStatus
from shop.catalog import operations, queries
from shop.catalog.models import ReturnPolicy
from shop.catalog.rules.listing import MOST_PRODUCTS, State
from shop.producers.models import ProductClass
from tests.shop.catalog.conftest import HOW, WHAT, again, broken, facts, pack_of


def told(event):
    query = select(Notice.person_id).where(Notice.event == event).order_by(Notice.id)
    return list(db.session.scalars(query))


def state(product, at):
    return queries.find_line(again(product), at=at).state


def what(**kw):
    return operations.What(**{**WHAT, **kw})


@pytest.mark.both_engines
def test_from_a_picture_to_the_market(do, producer, sponsorship, at):
    product = do(operations.start, producer)
    assert (product.is_on, product.title, product.origin) == (False, "", "330106")
    assert state(product, at) is State.DRAFT
    with pytest.raises(Refused, match="名称"):
        do(operations.switch_on, product)
    do(operations.describe, product, what(), version=1)
    with pytest.raises(Refused, match="规格"):
        do(operations.switch_on, product)
    do(operations.add_pack, product, facts(), stock=3)
    do(operations.tell_how, product, operations.How(**HOW), version=again(product).version)
    assert state(product, at) is State.OFF
    do(operations.switch_on, product)
    assert state(product, at) is State.WAITING
    assert told("catalog.waits") == [sponsorship.steward_id]
    assert queries.find_on_sale(product.id, at=at) is None
    do(operations.put_under, producer.id, product.id, sponsorship.id, seen=at)
    assert state(product, at) is State.ON_SALE
    assert queries.find_on_sale(product.id, at=at)
    assert told("catalog.put_under") == [producer.responsible_id]
    assert broken(at) == {}


@pytest.mark.both_engines
def test_switching_twice_is_once_and_shows_at_once(do, offered, at):
    before = house_version()
    do(operations.switch_off, offered)
    do(operations.switch_off, offered)
    assert house_version() == before + 1
    assert state(offered, at) is State.OFF
    do(operations.switch_on, offered)
    do(operations.switch_on, offered)
    assert house_version() == before + 2
    assert state(offered, at) is State.ON_SALE  # still under the verification
    marks = dict(db.session.execute(select(SearchDue.ref, SearchDue.marks)).all())
    assert marks[offered.id] >= 3


@pytest.mark.parametrize(
    ("other", "out"),
    [
        ({"title": "高山脐橙"}, True),
        ({"category": "pome"}, True),
        ({"text": "另一段话"}, False),
        ({}, False),
    ],
)
@pytest.mark.both_engines
def test_what_is_other_now_is_looked_at_anew(other, out, do, offered, sponsorship, at):
    was_out = do(operations.describe, offered, what(**other), version=offered.version)
    assert was_out is out
    assert (queries.find_on_sale(offered.id, at=at) is None) is out
    assert told("catalog.other_now") == [sponsorship.steward_id] * out
    assert state(offered, at) is (State.WAITING if out else State.ON_SALE)


@pytest.mark.both_engines
def test_the_second_of_two_writers_loses_nothing(do, whole):
    seen = whole.version
    do(operations.describe, whole, what(title="甲写的"), version=seen)
    with pytest.raises(Overtaken) as overtaken:
        do(operations.describe, whole, what(title="乙写的"), version=seen)
    assert "甲写的" in overtaken.value.theirs
    assert "乙写的" in overtaken.value.mine
    with pytest.raises(Overtaken):
        do(operations.tell_how, whole, operations.How(**HOW), version=seen)
    assert again(whole).title == "甲写的"


REFUSED = [
    ({"title": "野生穿山甲"}, "title"),
    ({"title": "全县第一蜜橘"}, "title"),
    ({"text": "支部推荐，品质有担保"}, "text"),
    ({"category": "nowhere"}, "category"),
    ({"category": "egg-plant"}, "category"),
    ({"category": "tofu"}, "product_class"),
    ({"category": "tofu", "product_class": ProductClass.FRESH}, "product_class"),
]


@pytest.mark.parametrize(("given", "field"), REFUSED)
def test_what_may_not_be_offered_is_refused_beside_its_field(given, field, do, whole):
    with pytest.raises(Refused) as refused:
        do(operations.describe, whole, what(**given), version=whole.version)
    assert refused.value.field == field
    assert again(whole).title == WHAT["title"]


def test_the_policy_follows_the_class(do, whole):
    assert whole.return_policy is ReturnPolicy.FRESH_NONE
    other = what(category="tofu", product_class=ProductClass.WORKSHOP, title="豆腐干")
    do(operations.describe, whole, other, version=whole.version)
    whole = again(whole)
    assert whole.return_policy is ReturnPolicy.SEVEN_DAYS
    fresh = operations.How(**{**HOW, "return_policy": ReturnPolicy.FRESH_NONE})
    with pytest.raises(Refused) as refused:
        do(operations.tell_how, whole, fresh, version=whole.version)
    assert refused.value.field == "return_policy"


@pytest.mark.parametrize("origin", ["", "33", "3301", "999999"])
def test_the_origin_is_a_district(origin, do, whole):
    with pytest.raises(Refused) as refused:
        do(
            operations.tell_how,
            whole,
            operations.How(**{**HOW, "origin": origin}),
            version=whole.version,
        )
    assert refused.value.field == "origin"


def test_removed_is_gone_for_good(do, offered, at):
    before = house_version()
    do(operations.remove, offered)
    assert house_version() == before + 1
    assert queries.find_product(offered.id) is None
    assert queries.find_on_sale(offered.id, at=at) is None
    with pytest.raises(Refused, match="删掉"):
        do(operations.switch_on, again(offered))
    assert queries.list_lines(offered.producer_id, at=at) == []


def test_a_producer_keeps_two_hundred_at_most(do, producer, make, shop):
    for _ in range(MOST_PRODUCTS):
        shop.product(producer)
    with pytest.raises(Refused, match="200"):
        do(operations.start, producer)


# What the steward and the operator decide


@pytest.mark.both_engines
def test_listings_wait_and_stand(do, offered, producer, shop, at):
    hook = next(each for each in HOUSE.sponsorable if each.kind == "producer")
    shop.product(producer, is_on=False)
    waits = shop.product(producer, title="红心柚")
    listings = hook.listings(producer.id)
    assert [(each.ref, each.sponsorship_id) for each in listings] == [
        (waits.id, None),
        (offered.id, offered.sponsorship_id),
    ]
    assert hook.waiting([producer.id, 999]) == {producer.id: (1, waits.listed_at)}
    assert not listings[1].changed
    do(operations.describe, offered, what(text="新写的"), version=offered.version, at=later(at))
    assert hook.listings(producer.id)[1].changed
    sponsorship_id = again(offered).sponsorship_id
    with pytest.raises(Refused, match="再看一看"):
        do(hook.put_under, producer.id, offered.id, sponsorship_id, seen=at, at=later(at, 2))
    assert hook.listings(producer.id)[1].changed
    seen = later(at, 2)
    do(hook.put_under, producer.id, offered.id, sponsorship_id, seen=seen, at=seen)
    assert not hook.listings(producer.id)[1].changed


def later(at, hours=1):
    return at.replace(hour=at.hour + hours)


def test_only_what_is_offered_and_ones_own_is_put_under(do, whole, sponsorship, shop, at):
    other = shop.product()
    for product in (whole, other):
        with pytest.raises(Refused, match="下架"):
            do(operations.put_under, whole.producer_id, product.id, sponsorship.id, seen=at)


@pytest.mark.both_engines
def test_taken_out_hides_at_once_and_the_producer_hears(do, offered, at):
    before = house_version()
    do(operations.take_out, offered.producer_id, offered.id)
    assert house_version() == before + 1
    assert queries.find_on_sale(offered.id, at=at) is None
    assert told("catalog.taken_out") == [offered.producer.responsible_id]
    with pytest.raises(Refused):
        do(operations.take_out, offered.producer_id, offered.id)


@pytest.mark.both_engines
def test_a_renewal_carries_all_over(do, offered, shop, producer, at):
    new = shop.sponsorship(producer, status=SponsorshipStatus.ASKED)
    before = house_version()
    with writing():
        operations.carry_over(producer.id, old=offered.sponsorship_id, new=new.id, at=at)
    assert again(offered).sponsorship_id == new.id
    assert house_version() == before + 1


@pytest.mark.both_engines
def test_blocked_with_a_reason_and_free_again(do, offered, at, make):
    clerk = make.actor(make.clerk())
    do(operations.block, offered, why="照片不是实物", by=clerk)
    assert state(offered, at) is State.BLOCKED
    assert "照片不是实物" in queries.find_line(again(offered), at=at).reasons[0].words
    assert queries.find_on_sale(offered.id, at=at) is None
    with pytest.raises(Refused):
        do(operations.block, offered, why="再来", by=clerk)
    do(operations.switch_off, offered)
    with pytest.raises(Refused, match="运营方"):
        do(operations.switch_on, offered)
    do(operations.unblock, offered, by=clerk)
    do(operations.switch_on, offered)
    assert state(offered, at) is State.ON_SALE
    assert told("catalog.blocked") == told("catalog.unblocked") == [offered.producer.responsible_id]
    actions = db.session.scalars(select(Entry.action).where(Entry.about_id == offered.id)).all()
    assert {"block", "unblock"} <= set(actions)


# A season later


@pytest.mark.both_engines
def test_sold_again_like_last_year(do, offered, shop, at):
    shop.product_picture(offered, alt="一筐")
    do(operations.add_pack, offered, facts(name="10 斤装", net_grams=5000), stock=4)
    with pytest.raises(Refused, match="还在卖"):
        do(operations.sell_again, offered, stocks={})
    do(operations.switch_off, offered)
    pack = pack_of(offered)
    new = again(do(operations.sell_again, again(offered), stocks={pack.id: 25}))
    assert (new.title, new.text, new.months) == (offered.title, offered.text, offered.months)
    assert (new.is_on, new.sponsorship_id, new.sells) == (False, None, True)
    assert [each.alt for each in queries.list_pictures(new.id)] == ["一筐"]
    assert [(each.name, each.stock) for each in queries.list_packs(new.id)] == [("5 斤装", 25)]
    assert queries.list_moves(queries.list_packs(new.id)[0].id)[0].reason == "again"
    assert broken(at) == {}


def test_off_and_on_again_is_no_way_to_the_top(do, offered, at):
    def off_and_on(days):
        for step in (operations.switch_off, operations.switch_on):
            do(step, again(offered), at=at + timedelta(days=days))
        return again(offered).listed_at

    first = off_and_on(40)
    assert first == at + timedelta(days=40)
    assert [off_and_on(days) == first for days in (41, 69, 71)] == [True, True, False]
