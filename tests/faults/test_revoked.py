"""Two revoke a course's certificate: the right is gone in every worker, the order goes on."""

import pytest

from core.certificates import operations
from core.clock import now
from core.db import db, writing
from shop.producers.models import PaperKind, ProductClass
from tests.make_shop import MakeShop
from tests.training.exams.world import School
from training.learning.models import Enrolment
from training.learning.operations.passing import pass_course

pytestmark = pytest.mark.both_engines
ROUNDS = 12  # requests, so that each of the workers is asked


@pytest.fixture
def sold(house, furnish, market, serve):
    """Packaged food of a learner who has passed, on sale on a server with several workers."""
    school, shop = School(furnish, now()), MakeShop(furnish)
    producer = shop.producer(school.learner, unit=school.unit, district="330106")
    shop.zone(producer)
    for kind in (PaperKind.BUSINESS, PaperKind.SMALL_WORKSHOP):
        shop.paper(producer, kind)
    product = shop.product(
        producer,
        shop.sponsorship(producer),
        category="sauce",
        product_class=ProductClass.WORKSHOP,
        title="桃源黄豆酱",
    )
    pack = shop.pack(product, stock=5)
    with writing():
        enrolment = db.session.get_one(Enrolment, school.enrolment.id)
        paper = pass_course(enrolment, by=school.actor(), at=school.at)
    server = serve(workers=4)
    (buyer,) = market.buyers(server.port, 1)
    return school, paper, f"/market/{product.id}", pack.id, buyer


def confirm(school, paper):
    """Let two officers revoke it."""
    with writing():
        asked = operations.ask_revocation(
            paper, reason="代考", by=school.actor(school.officer), at=now()
        )
    with writing():
        operations.confirm_revocation(asked, by=school.actor(school.second), at=now())


def test_the_right_is_gone_in_every_worker_and_the_order_goes_on(sold, market, value):
    school, paper, url, pack_id, buyer = sold
    assert {buyer.get(url).status for _worker in range(ROUNDS)} == {200}
    assert all(url in buyer.get("/market/").text for _worker in range(ROUNDS))
    market.fill_baskets([buyer], (pack_id, 1))
    late = market.order((pack_id, 1))
    assert buyer.check_out(market.order((pack_id, 1))).status in {302, 303}
    confirm(school, paper)
    assert {buyer.get(url).status for _worker in range(ROUNDS)} == {404}
    assert not any(url in buyer.get("/market/").text for _worker in range(ROUNDS))
    market.fill_baskets([buyer], (pack_id, 1))
    assert buyer.check_out(late).status == 422
    assert value("SELECT count(*) FROM shop_order WHERE ended_at IS NULL") == 1
