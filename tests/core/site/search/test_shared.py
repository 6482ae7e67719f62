"""Search pages that many share, and what is suggested while one types."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update

from core.access import SYSTEM
from core.branches import operations as branches
from core.clock import now, village_day
from core.db import db, writing
from core.house import HOUSE
from core.search import jobs, rules
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.catalog.models import Product
from shop.producers.models import Producer
from tests.core.site.search.hands import fresh
from tests.counting import queries_in
from tests.make_shop import LAST_DAY

pytestmark = pytest.mark.both_engines


def main_of(answer):
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main")[0]


@pytest.fixture
def officer(app, make):
    signed_in = app.test_client()
    signed_in.log_in(make.officer())
    return signed_in


class TestShared:
    @pytest.fixture(autouse=True)
    def still(self, monkeypatch):
        """Let the minute stand still, or a test that begins at its end would see two."""
        moment = now()
        monkeypatch.setattr("core.site.pages.now", lambda: moment)

    @pytest.mark.parametrize("url", ["/search", "/search?q=拖拉机"])
    def test_nobody_is_shown_the_doors_of_others(self, client, officer, market, url):
        for first, second in ((officer, client), (client, officer)):
            fresh()
            pages = [main_of(each.get(url)) for each in (first, second)]
            assert pages[0] == pages[1]
            assert 'class="door"' in pages[0]
            for own in ("/desk/", "/inbox", "/register"):
                assert f'href="{own}' not in pages[0]

    @pytest.mark.parametrize(
        "odd",
        [
            "kind=dragon",
            "page=x",
            "page=0",
            "page=1",
            "category=tea",
            "season=99&kind=",
            "q=蜜橘  ",
        ],
    )
    def test_what_means_the_same_is_one_page(self, client, market, odd):
        query = odd if odd.startswith("q") else f"q=蜜橘&{odd}"
        fresh()
        client.get("/search?q=蜜橘")
        assert queries_in(lambda: client.get(f"/search?{query}")) <= 2  # BEGIN, house version

    def test_pages_beyond_the_last_that_there_can_be_are_one(self, client, market):
        fresh()
        client.get("/search?q=蜜橘&page=9999")
        assert queries_in(lambda: client.get("/search?q=蜜橘&page=8888")) <= 2

    @pytest.mark.parametrize(
        ("odd", "leads"),
        [
            ("kind=product&category=dragon", "kind=product"),
            ("kind=product&region=u999999&category=citrus", "kind=product&category=citrus"),
            ("kind=branch&season=now", "kind=product"),
        ],
    )
    def test_a_filter_that_is_not_there_makes_no_page(self, client, market, odd, leads):
        fresh()
        answer = client.get(f"/search?q=蜜橘&{odd}")
        assert answer.status_code == 302
        args = parse_qs(urlsplit(answer.location).query)
        assert args == {"q": ["蜜橘"], **parse_qs(leads)}
        assert client.get(answer.location).status_code == 200


class TestSuggested:
    """What is withdrawn is not suggested on the next request, though the index still has it."""

    def suggested(self, client, typed):
        before = HOUSE.index.keys()
        told = client.get("/search/suggest", query_string={"q": typed}).json
        assert HOUSE.index.keys() == before, "nobody has written the index meanwhile"
        return told

    def test_each_title_once_and_few(self, client, market, make):
        for number in range(30):
            market.on_sale(title=f"云岭绿茶{number // 2}号")
        jobs.rebuild()
        told = self.suggested(client, "云岭")
        assert len(told) == len(set(told)) == rules.MOST_SUGGESTED

    @pytest.mark.parametrize("status", ["suspended", "ended", "lapsed"])
    def test_goods_and_producer_go_with_their_verification(self, client, market, status):
        assert self.suggested(client, "桃源蜜") == ["桃源蜜橘"]
        assert self.suggested(client, "李家") == ["李家果园"]
        with writing():
            db.session.execute(update(Sponsorship).values(status=SponsorshipStatus(status)))
        assert self.suggested(client, "桃源蜜") == []
        assert self.suggested(client, "李家") == []

    def test_goods_of_who_is_away_rest(self, client, market):
        with writing():
            db.session.execute(
                update(Producer).values(away_from=village_day(now()), away_until=LAST_DAY)
            )
        assert self.suggested(client, "桃源蜜") == []

    def test_one_of_two_of_the_same_title_is_enough(self, client, market):
        """The one that is hidden does not take the other with it, whichever is asked first."""
        others = [market.on_sale(title="桃源蜜橘") for _each in range(2)]
        jobs.rebuild()
        for gone in others:
            with writing():
                db.session.execute(update(Product).where(Product.id == gone.id).values(is_on=False))
            assert self.suggested(client, "桃源蜜") == ["桃源蜜橘"]

    def test_a_closed_branch(self, client, market, make):
        other = make.branch("杏坞村党支部")
        jobs.rebuild()
        assert self.suggested(client, "杏坞") == ["杏坞村党支部"]
        with writing():
            branches.close_branch(other, by=SYSTEM, at=now())
        assert self.suggested(client, "杏坞") == []

    def test_who_has_only_applied_is_nowhere(self, client, market):
        applied = market.producer(name="王家菜园")
        market.sponsorship(applied, status=SponsorshipStatus.ASKED)
        market.producer(name="王家果园")
        jobs.rebuild()
        assert self.suggested(client, "王家") == []
        assert not {("producer", applied.id)} & HOUSE.index.keys()
