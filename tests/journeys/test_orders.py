"""The whole of it: a farmer lists, the branch goes there, a buyer finds, asks and orders.

Three producers in one basket; each packs and sends, all of it comes, and is reviewed.
"""

import pytest

from tests.journeys import trade as story
from tests.journeys.stories import says

BUYER, SECRETARY, STEWARD = "孙雅", "周建国", "李秀英"
FARMERS = {"王小满家庭农场": "王小满", "陈桂花家": "陈桂花"}


@pytest.fixture(scope="module")
def place(whole_town):
    """Return goods of two farms that sell already, and an order of before."""
    ask = whole_town.ask
    farm = "SELECT id FROM shop_producer WHERE name = ?"
    goods = "SELECT id FROM shop_product WHERE title LIKE ?"
    return {
        "farms": {ask(farm, name): who for name, who in FARMERS.items()},
        "goods": [ask(goods, title) for title in ("向阳坡早熟蜜橘%", "竹林散养土鸡蛋%")],
        "before": ask(
            "SELECT o.ref FROM shop_order o JOIN person p ON p.id = o.person_id"
            " WHERE p.name = ? AND o.way = 'parcel' ORDER BY o.id LIMIT 1",
            BUYER,
        ),
    }


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("farmer", "kind", "scripts", "elder"),
    [
        ("王小满", "晚熟", True, False),
        ("陈桂花", "早熟", False, False),
        ("陈桂花", "中熟", True, True),
    ],
    ids=["scripts", "plain", "elder"],
)
def test_from_the_field_to_the_review(town, place, farmer, kind, scripts, elder):
    trade = story.Trade(town, scripts=scripts, elder=elder)
    title = f"上园{kind}蜜橘"
    farm = story.register(trade, farmer, f"上园{kind}橘园")
    new = story.list_goods(trade, farmer, farm, title)
    story.ask_the_branch(trade, farmer, farm)
    here = story.verify(trade, farm, secretary=SECRETARY, steward=STEWARD)
    story.put_on_the_market(trade, STEWARD, here, title)

    story.find(trade, BUYER, title)
    story.ask_and_answer(trade, BUYER, farmer, farm)
    story.fill_basket(trade, BUYER, *place["goods"], new)
    orders = story.order_all(trade, BUYER, place["before"])
    sellers = {farm: farmer, **place["farms"]}
    assert orders.keys() == sellers.keys(), "three producers, one order each"
    story.talk(trade, BUYER, orders[farm])

    for number, (each, order) in enumerate(orders.items()):
        story.send(trade, sellers[each], each, order, f"98765432{number}{farm}")
    for number, order in enumerate(orders.values()):
        story.receive(trade, BUYER, order, f"98765432{number}{farm}")
    story.review(trade, BUYER, orders[farm], "很甜，没有压坏的")
    stranger = town.visitor(scripts=scripts, elder=elder)
    stranger.goto(f"/market/{new}")
    says(stranger, "很甜，没有压坏的")
    assert "0 broken" in town.server.command("check-invariants")
    for page in (*trade.met.values(), stranger):
        assert (page.said, page.strangers) == ([], [])
