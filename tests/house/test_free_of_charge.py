"""Legal aid, counselling, mediation and volunteering cost nothing: no money can hang on them.

Legal Aid Law 20, People's Mediation Law 4, Volunteer Service Regulations 21 and 37: over all
tables, all forms, all routes, all pages.
"""

import importlib
import pkgutil
import re

import pytest

import services
from core.db import Base
from core.house import HOUSE
from core.web.forms import Form
from tests.house.crawl import tree_of
from tests.house.doors import methods
from tests.pages import X

FREE = ("clinics", "cases", "mediation", "help", "volunteering", "hours")
PAID = "paid_work"  # short work for a wage is offered beside them, and says so
MONEY = {
    *("fen", "price", "fee", "fees", "cost", "wage", "pay", "paid", "payment", "amount", "money"),
    *("tip", "tips", "charge", "deposit", "order", "purchase", "invoice", "coupon", "yuan"),
}
SUM = re.compile(r"[¥￥]\s*\d|\d\s*元")
PAGES = ("clinics.", "clinics_desk.", "appointments.", "cases.", "practice.", "help.", "help_desk.")
PAGES += ("volunteering.", "volunteering_desk.", "hours.", "hours_desk.")


def room_of(module):
    parts = module.split(".")
    return parts[1] if parts[0] == "services" and len(parts) > 1 else ""


def is_free(mapper):
    return room_of(mapper.class_.__module__) in FREE


def words_of(name):
    return set(name.lower().split("_"))


def has_money(table):
    return any(words_of(column.name) & MONEY for column in table.columns)


def tables():
    """Return (free ones, those of money) of all tables that there are."""
    mappers = list(Base.registry.mappers)
    free = {mapper.local_table for mapper in mappers if is_free(mapper)}
    sells = {
        mapper.local_table
        for mapper in mappers
        if mapper.class_.__module__.startswith(("shop.", "core.payments", f"services.{PAID}"))
    }
    return free, sells | {each for each in Base.metadata.tables.values() if has_money(each)} - free


def test_no_table_holds_a_sum():
    free, sells = tables()
    assert len(free) >= 25
    assert len(sells) > 10
    assert not {table.name for table in free if has_money(table)}


def test_no_table_of_money_points_there_nor_back():
    free, sells = tables()
    joined = {
        (table.name, key.column.table.name)
        for table in free | sells
        for key in table.foreign_keys
        if (table in free and key.column.table in sells)
        or (table in sells and key.column.table in free)
    }
    assert not joined


def test_nothing_of_them_goes_into_a_basket(app):
    kinds = {each.kind for each in HOUSE.lines}
    assert kinds, "nothing can be bought: this proves nothing"
    assert not [each for each in HOUSE.lines if type(each).__module__.startswith("services.")]


def forms():
    """Yield every form of the rooms that cost nothing."""
    for found in pkgutil.walk_packages(services.__path__, "services."):
        if room_of(found.name) not in FREE:
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, type) and issubclass(value, Form) and value is not Form:
                yield name, value


def test_no_form_asks_for_a_sum(app):
    seen = dict(forms())
    assert len(seen) > 15
    with app.test_request_context():
        asked = {
            (name, field.name)
            for name, form in seen.items()
            for field in form(meta={"csrf": False})
            if words_of(field.name) & MONEY
        }
    assert not asked


def test_no_route_takes_one(app):
    named = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(PAGES)
        and (words_of(rule.endpoint.replace(".", "_")) | set(rule.arguments)) & MONEY
    }
    assert not named


def shown(tree):
    (main,) = tree.iter(f"{X}main")
    return "".join(main.itertext())


@pytest.mark.parametrize("role", ["visitor", "person", "officer", "upper"])
def test_no_page_shows_one(role, client_of, doors, record_property):
    client, opened, wrong = client_of(role), 0, []
    for endpoint, method in sorted(doors.rules):
        if method != "GET" or not endpoint.startswith(PAGES):
            continue
        for word in ("own", "mine"):
            answer = client.get(address(doors, endpoint, word, role))
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            opened += 1
            if found := SUM.search(shown(tree_of(answer.text))):
                wrong.append((endpoint, found.group()))
    record_property("pages", opened)
    assert opened > 5
    assert not wrong


def address(doors, endpoint, word, role):
    try:
        return doors.url(endpoint, "GET", word, role)
    except KeyError:  # there is no such thing of one's own
        return doors.url(endpoint, "GET", "missing", role)


def test_control_a_page_of_paid_work_is_noticed(client_of, doors):
    page = client_of("visitor").get(doors.url("paid_work.show", "GET", "own", "visitor"))
    assert SUM.search(shown(tree_of(page.text)))


def test_control_the_tables_of_orders_are_known(app):
    _free, sells = tables()
    assert {"shop_order", "shop_purchase"} <= {each.name for each in sells}
    assert any("POST" in methods(rule) for rule in app.url_map.iter_rules())
