"""A product on sale, somebody who asks, and its seller."""

import pytest

from core.clock import now
from core.db import writing
from shop.questions import operations


@pytest.fixture
def at():
    return now()


@pytest.fixture
def product(shop):
    return shop.on_sale(title="高山蜜橘")


@pytest.fixture
def buyer(make):
    return make.person(name="王小明")


@pytest.fixture
def ask(product, buyer, make, at):
    """Return a hand that asks, as the buyer unless said."""

    def put(text="甜不甜？", person=buyer, at=at):
        with writing():
            return operations.ask(product.id, text=text, by=make.actor(person), at=at)

    return put


@pytest.fixture
def seller(make, product):
    return make.actor(product.producer.responsible)


@pytest.fixture
def answer(seller, at):
    def put(question, text="很甜。", version=None, at=at):
        with writing():
            seen = question.version if version is None else version
            operations.answer(question, text=text, version=seen, by=seller, at=at)

    return put
