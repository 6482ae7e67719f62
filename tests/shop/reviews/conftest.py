"""A buyer who has received goods, and their seller."""

from io import BytesIO

import pytest
from PIL import Image

from shop.orders.operations import buying
from shop.reviews import operations
from tests.shop.orders.conftest import buyer, do, pack, place, producer, seller, shipped, whole

__all__ = ["buyer", "do", "pack", "place", "producer", "seller", "shipped", "whole"]


@pytest.fixture
def received(shipped, do, buyer):
    """Return the one line of an order that has come."""
    do(buying.receive, shipped, by=buyer)
    return shipped.lines[0]


@pytest.fixture
def review(received, do, buyer):
    """Return a hand that reviews, the buyer's and what came unless said."""

    def say(stars=4, text="橘子很甜，就是小了点。", line=received, by=buyer, **kw):
        said = operations.Said(stars=stars, text=text, **kw)
        return do(operations.review, line, said, by=by)

    return say


def photo(colour="white"):
    out = BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


def sent(client, url, *photos, **fields):
    """Send the form with these pictures."""
    files = [(BytesIO(each), f"{number}.jpg") for number, each in enumerate(photos)]
    data = {"stars": "5", "text": "很甜", "picture": files, "csrf_token": client.token(), **fields}
    return client.post(url, data=data, content_type="multipart/form-data")
