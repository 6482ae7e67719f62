"""What people do on the real pages while workers die; each doing tells what it was promised."""

import secrets
from datetime import timedelta

from core.clock import now, village_day
from tests.faults.conftest import PASSWORD
from tests.visitor import Visitor, new_key


def enter(port, phone, password=PASSWORD, **kw):
    """Return a visitor who has signed in, and the answer."""
    visitor = Visitor(port, **kw)
    return visitor, visitor.send("/login", None, who=phone, password=password)


def posting(visitor, branch_id, fields):
    """Return who posts one bulletin after another."""

    def post(_number):
        title = f"通知 {new_key()}"
        until = (village_day(now()) + timedelta(days=7)).isoformat()
        # The page is read once; each bulletin is a form of its own, so it has its own key.
        filled = {**fields, "form_key": new_key(), "title": title, "text": "水渠", "until": until}
        answer = visitor.post(f"/desk/{branch_id}/bulletins/new", filled)
        return answer.status, ("branch_bulletin", "title", title)

    return post


def moving(visitor, fields):
    """Return who writes one address after another."""

    def move(_number):
        detail = f"老槐树 {new_key()}"
        filled = {**fields, "form_key": new_key(), "receiver": "王秀兰", "phone": "13900000000"}
        filled |= {"province": "33", "city": "3301", "district": "330106", "detail": detail}
        answer = visitor.post("/me/addresses/new", filled)
        return answer.status, ("person_address", "detail", detail)

    return move


def registering(port):
    """Return who registers one person after another."""

    def register(_number):
        phone = f"137{secrets.randbelow(10**8):08}"
        answer = Visitor(port).send(
            "/register", None, name="新来的", address=phone, password=PASSWORD, agree="y"
        )
        return answer.status, ("person", "phone", phone)

    return register


def coming_and_going(port, phone):
    """Return who signs in and out again and again; nothing but the session is promised."""

    def come(_number):
        visitor, answer = enter(port, phone)
        if answer.status == 302:
            assert visitor.get("/me/").status in {200, 503}
        return answer.status, None

    return come
