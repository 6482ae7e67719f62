"""The seller's desk about products, as the seller walks through it."""

from io import BytesIO

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.notices.models import Notice
from shop.catalog import queries
from shop.catalog.models import Product, Storage
from tests.counting import queries_in
from tests.shop.catalog.conftest import SAID, TOLD, again, newest, pack_of, photo


def test_three_screens_from_the_picture_to_the_market(me, producer, sponsorship, at):
    first = f"/sell/{producer.id}/products/new"
    assert "先拍张照片" in me.get(first).text
    answer = me.send(first, picture=photo())
    product = newest()
    assert answer.location == f"/sell/products/{product.id}/what"
    assert (product.is_on, len(queries.list_pictures(product.id))) == (False, 1)
    page = me.get(answer.location)
    assert queries.list_pictures(product.id)[0].file.ref in page.text

    answer = me.send(answer.location, SAID)
    assert answer.location == f"/sell/products/{product.id}/how"
    pack = pack_of(product)
    assert (pack.net_grams, pack.fen, pack.stock) == (2500, 2550, 12)
    assert 'value="330106"' in me.get(answer.location).text  # the district is the producer's

    answer = me.send(answer.location, {**TOLD, "version": str(again(product).version)})
    assert answer.location == f"/sell/products/{product.id}/"
    product = again(product)
    assert (product.is_on, product.season) == (True, [1, 11, 12])
    assert pack_of(product).ships_in_days == 3
    page = me.get(answer.location).text
    assert "等他看过、放行" in page
    assert "5.10/斤" in page
    assert "10.20/公斤" in page
    told = db.session.scalars(select(Notice).where(Notice.event == "catalog.waits")).all()
    assert [each.person_id for each in told] == [sponsorship.steward_id]


def test_without_a_picture_the_drawing_stands_in(me, producer):
    first = f"/sell/{producer.id}/products/new"
    assert "请选一张照片" in me.send(first).text
    answer = me.send(first, skip="先不放照片")
    assert "img/categories/" in me.get(answer.location).text
    assert "还没写名称" in me.get(f"/sell/{producer.id}/products/").text
    assert me.get(f"/sell/products/{newest().id}/").status_code == 200


def test_what_is_no_photo_is_refused_and_nothing_begun(me, producer):
    first = f"/sell/{producer.id}/products/new"
    answer = me.send(first, picture=(BytesIO(b"<svg onload=alert(1)>"), "x.jpg"))
    assert answer.status_code == 422
    assert "只收 JPG" in answer.text
    assert newest() is None


def test_the_same_form_sent_twice_begins_one(me, producer):
    first = f"/sell/{producer.id}/products/new"
    sent = {"skip": "1", "form_key": "the-same-key"}
    assert me.send(first, sent).location == me.send(first, sent).location
    assert db.session.query(Product).count() == 1


def test_later_keeps_it_off(me, draft):
    me.send(f"/sell/products/{draft.id}/what", {**SAID, "more": "1"})
    page = me.get(f"/sell/products/{draft.id}/packs/new")
    assert page.status_code == 200
    how = {**TOLD, "version": str(again(draft).version), "later": "1", "all_year": "y"}
    me.send(f"/sell/products/{draft.id}/how", {**how, "season": []})
    product = again(draft)
    assert (product.is_on, product.months, product.storage) == (False, 4095, Storage.ROOM)


NONSENSE = [
    ({"title": ""}, "请写名称"),
    ({"title": "长" * 61}, "最多 60 个字"),
    ({"title": "活鸡"}, "活的畜禽"),
    ({"text": "品质第一"}, "广告法"),
    ({"category": ""}, "请选一个类别"),
    ({"category": "tofu"}, "请在这几样里选"),
    ({"category": "rice"}, "请在这几样里选"),
    ({"amount": "-1"}, "重量请写成"),
    ({"amount": "0.0001"}, "重量请写成"),
    ({"amount": "0.001"}, "最小写到 1 克"),
    ({"amount": "99999"}, "最重 1000 公斤"),
    ({"price": "0"}, "价格要大于 0"),
    ({"price": "1e3"}, "金额请写成"),
    ({"price": "NaN"}, "金额请写成"),
    ({"price": "-5"}, "金额请写成"),
    ({"price": "50000.01"}, "50,000"),
    ({"price": ""}, "请写价格"),
    ({"price": " "}, "请写价格"),
    ({"stock": "1.5"}, "请写一个整数"),
    ({"stock": "99999999999999999999"}, "这个数太大了"),
    ({"stock": "100000"}, "之间的数"),
    ({"stock": ""}, "请写有多少份"),
    ({"stock": "　"}, "请写有多少份"),
    ({"name": "最好的一级果"}, "广告法"),
    ({"product_class": "gold"}, "Not a valid choice"),
    ({"version": "x"}, ""),
]


@pytest.mark.parametrize(("given", "says"), NONSENSE)
def test_nonsense_is_refused_beside_its_field_and_kept(given, says, me, draft):
    answer = me.send(f"/sell/products/{draft.id}/what", {**SAID, **given})
    assert answer.status_code == 422
    assert says in answer.text or "product_class" in given
    for name in ("title", "amount", "stock"):
        typed = {**SAID, **given}[name]
        assert f'value="{typed}"' in answer.text or not typed.strip()
    assert (again(draft).title, pack_of(draft)) == ("", None)


def test_all_that_is_wrong_is_summed_up_at_once_in_the_order_of_the_page(me, draft):
    wrong = {"category": "", "title": "", "name": "", "amount": "", "price": "0", "stock": "x"}
    answer = me.send(f"/sell/products/{draft.id}/what", {**SAID, **wrong})
    places = [answer.text.index(f'href="#{name}"') for name in wrong]
    assert places == sorted(places)


def test_two_taps_on_a_screen_are_one(me, draft, sponsorship, at):
    what, how = (f"/sell/products/{draft.id}/{name}" for name in ("what", "how"))
    said = {**SAID, "form_key": "tapped-twice"}
    assert [me.send(what, said).location for _tap in "12"] == [how, how]
    assert len(queries.list_packs(draft.id)) == 1
    told = {**TOLD, "version": str(again(draft).version), "form_key": "and-once-more"}
    assert {me.send(how, told).location for _tap in "12"} == {f"/sell/products/{draft.id}/"}
    assert again(draft).is_on


def test_a_month_and_a_district_are_needed(me, whole):
    url = f"/sell/products/{whole.id}/how"
    sent = {**TOLD, "version": str(whole.version), "season": []}
    answer = me.send(url, sent)
    assert answer.status_code == 422
    assert "全年都有" in answer.text
    answer = me.send(url, {**sent, "season": ["13"], "origin": ""})
    assert answer.status_code == 422
    answer = me.send(url, {**sent, "origin": "", "pick": "1"})  # the next list of places
    assert answer.status_code == 200
    assert "西湖区" in answer.text
    assert not again(whole).is_on


def test_the_second_of_two_editors_sees_both(me, offered):
    url, seen = f"/sell/products/{offered.id}/what", str(offered.version)
    assert "先收回来" in me.get(url).text
    sent = {"category": "citrus", "title": "高山蜜橘", "version": seen}
    assert me.send(url, {**sent, "text": "甲写的"}).status_code == 302
    answer = me.send(url, {**sent, "text": "乙写的"})
    assert answer.status_code == 409
    assert "甲写的" in answer.text
    assert "乙写的" in answer.text


def test_other_name_takes_it_out_and_says_so(me, offered):
    url = f"/sell/products/{offered.id}/what"
    sent = {"category": "citrus", "title": "脐橙", "version": str(offered.version)}
    page = me.get(me.send(url, sent).location).text
    assert "等包联人再看过" in page
    assert again(offered).sponsorship_id is None


def test_on_and_off_in_one_tap(me, offered):
    page = me.get(me.send(f"/sell/products/{offered.id}/off").location).text
    assert "下架了" in page
    assert not again(offered).is_on
    assert "买家现在就能看到" in me.get(me.send(f"/sell/products/{offered.id}/on").location).text


def test_removed(me, offered, producer):
    me.send(f"/sell/products/{offered.id}/remove")
    assert me.get(f"/sell/products/{offered.id}/").status_code == 404
    assert offered.title not in me.get(f"/sell/{producer.id}/products/").text


def test_other_peoples_products_are_not_there(client, make, offered, do, shop):
    pack = pack_of(offered)
    picture = shop.product_picture(offered)
    client.log_in(make.person())
    one = f"/sell/products/{offered.id}"
    for url in (
        f"/sell/{offered.producer_id}/products/", f"/sell/{offered.producer_id}/products/new",
        f"{one}/", f"{one}/what", f"{one}/how", f"{one}/again", f"{one}/packs/new",
        f"{one}/packs/{pack.id}", f"{one}/packs/{pack.id}/stock", f"{one}/pictures",
        f"{one}/pictures/{picture.id}", f"{one}/certificates/new",
    ):  # fmt: skip
        assert client.get(url).status_code == 404, url
    for url in (
        f"{one}/on", f"{one}/off", f"{one}/remove", f"{one}/packs/{pack.id}/switch",
        f"{one}/packs/{pack.id}/remove", f"{one}/packs/{pack.id}/counted",
        f"{one}/pictures/{picture.id}/earlier", f"{one}/pictures/{picture.id}/remove",
    ):  # fmt: skip
        assert client.send(url).status_code == 404, url
    assert again(offered).is_on


def test_parts_of_another_product_are_not_there(me, offered, shop, producer):
    other = shop.product(producer)
    pack, picture = pack_of(offered), shop.product_picture(offered)
    assert me.get(f"/sell/products/{other.id}/packs/{pack.id}").status_code == 404
    assert me.get(f"/sell/products/{other.id}/pictures/{picture.id}").status_code == 404


def test_extra_fields_change_nothing(me, draft):
    extra = {"is_on": "1", "sponsorship_id": "1", "producer_id": "9", "least_fen": "1", "id": "7"}
    me.send(f"/sell/products/{draft.id}/what", {**SAID, **extra})
    product = again(draft)
    assert (product.is_on, product.sponsorship_id, product.producer_id) == (
        False, None, draft.producer_id,
    )  # fmt: skip


def test_the_list_costs_the_same_for_three_and_thirty(me, producer, sponsorship, shop):
    url = f"/sell/{producer.id}/products/"
    counts = []
    for number in (3, 27):
        for _ in range(number):
            shop.product_picture(shop.on_sale(producer, sponsorship))
        counts.append(queries_in(lambda: me.get(url)))
    assert counts[0] == counts[1] <= 9  # eight and the BEGIN


def test_a_province_alone_stays_where_it_was_and_nowhere_else(me, whole):
    with writing():
        db.session.get(Product, whole.id).origin = "33"
    url, sent = f"/sell/products/{whole.id}/how", {**TOLD, "later": "1"}
    page = me.get(url)
    assert "浙江省" in page.text
    alone = {**sent, "province": "33", "city": "", "origin": ""}
    assert me.send(url, {**alone, "version": str(again(whole).version)}).status_code == 302
    other = {**alone, "province": "34", "version": str(again(whole).version)}
    assert me.send(url, other).status_code == 422
    assert again(whole).origin == "33"
