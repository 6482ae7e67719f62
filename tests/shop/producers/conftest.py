"""A villager who sells, in a village whose branch can come and look."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from core.clock import now
from core.db import db
from shop.producers.models import Producer


@pytest.fixture
def at():
    return now()


@pytest.fixture
def branch(make):
    return make.branch(name="桃源村党支部", district="330106")


@pytest.fixture
def village(make, branch):
    return make.unit(branch, name="桃源村")


@pytest.fixture
def farmer(make, village):
    return make.resident(village, make.person(name="李明"))


@pytest.fixture
def producer(shop, farmer, village):
    return shop.producer(farmer, village, name="李家果园", classes="fresh")


@pytest.fixture
def desk(client, farmer, producer):
    """The producer's own address, with its farmer signed in."""
    client.log_in(farmer)
    return f"/sell/{producer.id}"


def photo(kind="JPEG", size=(40, 30), **kw):
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **kw)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload(client, url, field, name, data, **more):
    fields = {field: (BytesIO(data), name), "form_key": "k" * 12, "csrf_token": client.token()}
    return client.post(url, data={**fields, **more}, content_type="multipart/form-data")


def fields(village, **kw):
    return {
        "form_key": "12345678",
        "kind": "household",
        "name": "李家果园",
        "classes": ["fresh", "craft"],
        "unit": village.id,
        "address": "三组 12 号",
        "phone": "138 0013 8000",
        "credit_code": "",
        **kw,
    }


def the_one():
    return db.session.scalars(select(Producer)).one()
