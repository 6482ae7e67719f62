"""Trying typed digits: a wrong try counts, and what was counted is stored before the answer."""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import update

from core.access import Actor
from core.accounts import throttles
from core.accounts.codes import changed
from core.accounts.rules import Limit, normal_code
from core.db import db
from core.errors import Refused, TooMany
from core.presence.rules import digits
from core.words import _
from training.classes import rules
from training.learning.models import Class

# Longer than any class: nobody gets new tries while it lasts.
OF_PERSON = Limit("class.digits", rules.MOST_OF_PERSON, timedelta(days=2))


def try_digits(held: Class, typed: str, *, by: Actor, at: datetime) -> bool:
    """Tell whether these are the four digits of the class, inside a `writing()` of its own.

    Raise `Refused` where this person, or all together, have tried too often.
    """
    whose = f"{held.id}:{by.person}"
    try:
        throttles.count_try(OF_PERSON, whose, at=at)
    except TooMany:
        raise Refused(_("四位码输错太多次，请扫码，或请老师点名"), field="digits") from None
    tries = update(Class).where(Class.id == held.id, Class.code_tries < rules.MOST_OF_CLASS)
    if not changed(tries.values(code_tries=Class.code_tries + 1)):
        raise Refused(_("输错的人太多，这次课的四位码停用了，请扫码或请老师点名"), field="digits")
    names = [rules.digits_name(held.id, at=at, ago=ago) for ago in (0, 1)]
    said = normal_code(typed).encode()
    if not any(hmac.compare_digest(digits(name).encode(), said) for name in names):
        return False
    throttles.clear(OF_PERSON, whose)
    back = update(Class).where(Class.id == held.id)
    db.session.execute(back.values(code_tries=Class.code_tries - 1))
    return True
