"""Small hands for the pages of a buyer."""

import re

from core.db import db
from shop.orders.models import Order


def url(order, step=""):
    return f"/orders/{order.ref}{step}"


def key_in(page):
    return re.search(r'name="form_key"[^>]*value="([^"]+)"', page.text)[1]


def status_of(order):
    return db.session.get(Order, order.id, populate_existing=True).status
