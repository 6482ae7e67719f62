"""What the tests of accounts share: a password, and what stands in a message."""

import re

from sqlalchemy import select

from core.accounts import passwords
from core.accounts.models import Code
from core.db import db

OURS = "稻花香里说丰年 听取蛙声"  # a password
ANOTHER = "明月别枝惊鹊 清风半夜"
EASY = "12345678"
HASH = passwords.HASHER.hash(OURS)


def digits_in(text):
    return re.search(r"(?<!\d)(\d{6})(?!\d)", text)[1]


def link_in(text):
    return re.search(r"http://localhost(/\S+)", text)[1]


def newest_code():
    return db.session.scalars(select(Code).order_by(Code.id.desc())).first()
