"""What a steward looks at before putting a product under the verification."""

import re

import pytest

from core.db import writing
from core.sponsorship.models import SponsorshipStatus

pytestmark = pytest.mark.both_engines


@pytest.fixture
def steward(make):
    return make.person(name="赵安")


@pytest.fixture
def verified(shop, producer, steward):
    return shop.sponsorship(producer, steward_id=steward.id)


@pytest.fixture
def waiting(shop, producer):
    made = shop.product(producer, title="后山板栗", text="**粉**、甜，落地才捡。")
    shop.pack(made, name="3 斤装")
    return made


def page_of(sponsorship, product):
    return f"/desk/{sponsorship.branch_id}/producers/{product.producer_id}/products/{product.id}"


def test_looked_at_and_put_there_from_the_page(client, steward, verified, waiting):
    url = page_of(verified, waiting)
    client.log_in(steward)
    here = f"/desk/{verified.branch_id}/sponsorships/{verified.id}"
    assert f'href="{url}"' in client.get(here).text
    shown = client.get(url).text
    for words in ("后山板栗", "<strong>粉</strong>", "3 斤装", "¥25.00"):
        assert words in shown
    put = f"{here}/listings/{waiting.id}/put"
    assert f'action="{put}"' in shown
    looked = {"seen": re.search(r'name="seen" value="([^"]+)"', shown)[1]}
    assert client.send(put, {"seen": "2020-01-01T00:00:00+00:00"}).status_code == 409
    assert client.send(put, looked).location == here
    assert f'action="{put}"' not in client.get(url).text
    client.log_out()
    assert client.get(f"/market/{waiting.id}").status_code == 200


def test_officers_look_and_do_not_put(client, make, verified, waiting):
    client.log_in(make.officer(verified.branch))
    shown = client.get(page_of(verified, waiting)).text
    assert "后山板栗" in shown
    assert "/put" not in shown


def test_nobody_else_looks(client, make, shop, producer, verified, waiting):
    url = page_of(verified, waiting)
    assert client.get(url).location.startswith("/login")
    for person in (make.person(), producer.responsible, make.officer(make.branch())):
        client.log_in(person)
        assert client.get(url).status_code == 404
    client.log_in(make.officer(verified.branch))
    other = shop.product()
    for wrong in (
        page_of(verified, other),
        url.replace(f"/products/{waiting.id}", f"/products/{other.id}"),
        url.replace(f"/products/{waiting.id}", "/products/999999"),
    ):
        assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("off", [{"is_on": False}, {"blocked_why": "假的"}])
def test_what_is_not_offered_is_not_shown(client, steward, shop, producer, verified, at, off):
    if "blocked_why" in off:
        off = {**off, "blocked_at": at}
    client.log_in(steward)
    assert client.get(page_of(verified, shop.product(producer, **off))).status_code == 404


def test_a_steward_who_left_looks_no_more(client, steward, verified, waiting, at):
    client.log_in(steward)
    with writing():
        verified.stewardless_at = at
    assert client.get(page_of(verified, waiting)).status_code == 404


def test_while_it_rests_nothing_is_put_there(client, shop, producer, steward, waiting):
    resting = shop.sponsorship(producer, status=SponsorshipStatus.SUSPENDED, steward_id=steward.id)
    client.log_in(steward)
    assert "/put" not in client.get(page_of(resting, waiting)).text
