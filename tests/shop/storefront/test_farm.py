"""The page of one producer: who it is, what a branch saw, its papers, and all it has."""

import re
from datetime import timedelta

import pytest

from core.accounts.regions import provinces
from core.cache.operations import bump
from core.clock import now, village_day
from core.db import db, writing
from core.house import HOUSE
from core.sponsorship.models import SponsorshipStatus
from core.sponsorship.queries import find_standing
from shop.producers.models import PaperKind, Producer, ProducerKind
from tests.counting import queries_in
from tests.shop.storefront.conftest import LINK, NEXT


@pytest.fixture
def farm(make, shop):
    unit = make.unit(make.branch("柳湾村党支部"), name="柳湾村")
    producer = shop.producer(
        unit=unit,
        name="柳家菜园",
        story="三代**种菜**。",
        district="331023",
        phone="0576-0100 0199",
    )
    shop.sponsorship(producer)
    return producer


def test_keys_of_no_sense_make_no_page(client, farm, still):
    client.get(f"/market/farms/{farm.id}")
    kept = HOUSE.cache.size
    for nonsense in ("junk", "c-1-2", "n-1", "n-1-2-3", "%27"):
        client.get(f"/market/farms/{farm.id}?after={nonsense}")
    assert HOUSE.cache.size == kept


def test_it_says_who_it_is(client, farm, shop):
    shop.picture_of(farm)
    shop.zone(farm, first_fen=800)
    shop.point(farm, name="村口小卖部")
    page = client.get(f"/market/farms/{farm.id}").text
    for words in (
        "柳家菜园", "农户", "柳湾村", "<strong>种菜</strong>", "柳湾村党支部已核验", "包联人 赵某",
        "0576-0100 0199", "首重 1 公斤 ¥8.00", "村口小卖部", "浙江省台州市", "桃源村三组 12 号",
        "依法不需要办理市场主体登记", "现在没有在卖的东西",
        "核验记录不构成质量担保或推荐，商品由经营者负责",
    ):  # fmt: skip
        assert words in page, words


def test_a_registered_one_shows_its_licence(client, shop):
    producer = shop.producer(kind=ProducerKind.COOPERATIVE, credit_code="93000000MA0YX00017")
    shop.sponsorship(producer)
    shop.paper(producer, number="有效的号")
    shop.paper(producer, PaperKind.FOOD_OPERATION, number="永远的号", valid_until=None)
    yesterday = village_day(now()) - timedelta(days=1)
    shop.paper(producer, PaperKind.QUARANTINE, number="过期的号", valid_until=yesterday)
    page = client.get(f"/market/farms/{producer.id}").text
    for words in ("93000000MA0YX00017", "营业执照", "有效的号", "永远的号"):
        assert words in page, words
    assert "过期的号" not in page
    assert "依法不需要办理" not in page


@pytest.mark.parametrize(
    "status",
    [SponsorshipStatus.ASKED, SponsorshipStatus.SUSPENDED, SponsorshipStatus.ENDED, None],
)
def test_only_what_a_branch_has_seen(client, shop, status):
    producer = shop.producer()
    if status is not None:
        shop.sponsorship(producer, status=status)
    for url in (f"/market/farms/{producer.id}", f"/market/farms/{producer.id}/card"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert 'href="/market/"' in answer.text


def test_a_closed_one_is_gone(client, farm):
    with writing():
        db.session.get(Producer, farm.id).closed_at = now()
        bump()
    assert client.get(f"/market/farms/{farm.id}").status_code == 404


def test_its_goods_page_by_page(client, farm, shop):
    standing = shop.sponsorship(shop.producer())
    shop.on_sale(title="别家的")
    mine = [shop.on_sale(farm, own(farm), title=f"自家{n}").id for n in range(50)]
    url, seen = f"/market/farms/{farm.id}", []
    while url:
        page = client.get(url).text
        assert "别家的" not in page
        seen += [int(each) for each in LINK.findall(page)]
        following = NEXT.search(page)
        url = following and following[1]
    assert seen == mine[::-1]
    assert standing.id
    for nonsense in ("n-1", "x", "c-1-1"):
        assert client.get(f"/market/farms/{farm.id}?after={nonsense}").status_code == 200


def own(farm):
    return find_standing("producer", farm.id)


def test_thirty_cost_as_many_queries_as_three(client, farm, shop):
    url = f"/market/farms/{farm.id}"

    def cost():
        with writing():
            bump()
        return queries_in(lambda: client.get(url))

    codes = (code for code, _name in provinces())

    def more(count):
        for _each in range(count):
            shop.product_picture(shop.on_sale(farm, own(farm)))
            shop.zone(farm, next(codes))
            shop.point(farm)
            shop.picture_of(farm)
            shop.paper(farm)

    more(3)
    few = cost()
    more(27)
    assert cost() == few
    assert few <= 8 + 1, few  # the BEGIN is counted too


def test_a_card_to_print(client, farm):
    page = client.get(f"/market/farms/{farm.id}/card").text
    assert f"http://localhost/market/farms/{farm.id}" in page
    assert re.search(r'role="img"\s+aria-label="二维码：柳家菜园"', page)
