"""A buyer at the checkout, with a full basket."""

import re

import pytest

from core.clock import now
from shop.cart.models import CartLine
from tests.shop.orders.checkout.hands import HIDDEN, TO


@pytest.fixture
def person(client, make):
    person = make.person(name="买家")
    client.log_in(person)
    return person


@pytest.fixture
def fill(make, person):
    """Return a hand that lays so many of each pack into the basket."""

    def put_in(*wanted):
        for pack, count in wanted:
            row = {"person_id": person.id, "kind": "pack", "ref": pack.id, "put_at": now()}
            make.add(CartLine(**row, count=count))

    return put_in


@pytest.fixture
def checkout(client):
    """Return a hand that sends the form as it was shown for this receiver, with what was ticked."""

    def read(page):
        found = dict(HIDDEN.findall(page.text))
        found.pop("csrf_token", None)
        ways = re.findall(r'name="(way-\d+)"\s+value="(\w+)"[^>]*\schecked', page.text)
        parcels = re.findall(r'type="hidden" name="(way-\d+)" value="(\w+)"', page.text)
        return {**found, **dict(ways), **dict(parcels)}

    def shown(**said):
        fields = {**TO, "confirmed": "y", **said}
        opened = client.get("/checkout")
        assert opened.status_code == 200, opened.location
        quoted = client.send("/checkout", {**read(opened), **fields, "quote": "1"})
        assert quoted.status_code == 200
        return {**read(quoted), **fields}

    return shown
