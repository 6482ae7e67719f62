"""What stands on the form of the checkout, and what came of it."""

import re

from sqlalchemy import func, select

from core.db import db
from shop.orders.models import Purchase
from tests.shop.orders.conftest import HERE

HIDDEN = re.compile(r'<input name="(\w+)" type="hidden" value="([^"]*)"')
TO = {
    "receiver": "张三",
    "phone": "139 0000 0000",
    "province": "33",
    "city": "3301",
    "district": HERE,
    "address": "文一路 1 号",
}


def purchases():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Purchase))
