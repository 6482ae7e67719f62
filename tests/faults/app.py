"""The house with test-only doors, for faults that need a control; the house never imports it.

`XINGCUN_TEST_WITHOUT` takes a guard away, so that a test can show that it would notice.
"""

import os
import random
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from flask import Blueprint, g, request
from sqlalchemy import text

from core.accounts import passwords, throttles
from core.app import create_app
from core.db import db, writing
from core.errors import Refused
from core.hooks import NotToBeHad
from core.house import Area
from core.settings import Settings
from core.web import forms, uploads
from core.web.guard import machine
from services.clinics.operations import cells
from services.hours.operations import checking
from services.volunteering.operations import places
from services.volunteering.operations import turns as asking
from services.volunteering.rules import signups as coming
from shop.cart.queries import fill
from shop.catalog.operations import reserving
from shop.orders.operations import placing
from shop.orders.queries.quoting import quote
from shop.orders.views import checkout
from tests.faults import learners
from training.learning.operations import seats, studying
from training.learning.rules import standing
from wsgi import AREAS

bp = Blueprint("faults", __name__, url_prefix="/faults")
WITHOUT = os.environ.get("XINGCUN_TEST_WITHOUT", "").split(",")
HASHED = os.environ.get("XINGCUN_TEST_HASHED")


@bp.post("/take")
@machine
def take():
    """Take one of what is left, in one conditional statement."""
    with writing():
        one = "UPDATE fault_counter SET value = value - 1 WHERE id = 1 AND value >= 1"
        taken = db.session.execute(text(one)).rowcount
    return ("taken", 200) if taken else ("none left", 409)


@bp.post("/take-naively")
@machine
def take_naively():
    """Take one as whoever does not know better: read, compute, write."""
    left = db.session.execute(text("SELECT value FROM fault_counter WHERE id = 1")).scalar()
    time.sleep(0.002)
    if not left:
        return "none left", 409
    with writing():
        step = text("UPDATE fault_counter SET value = :left WHERE id = 1")
        db.session.execute(step, {"left": left - 1})
    return "taken", 200


@bp.post("/pair/<key>")
@machine
def pair(key):
    """Write two rows that belong together, in one transaction."""
    with writing():
        write("a", key)
        time.sleep(0.004)
        write("b", key)
    return "both"


@bp.post("/pair-in-two/<key>")
@machine
def pair_in_two(key):
    """Write the two rows with a commit in the middle."""
    with writing():
        write("a", key)
    time.sleep(0.004)
    with writing():
        write("b", key)
    return "both"


@bp.post("/hold")
@machine
def hold():
    """Hold the lock of a writer for so many seconds."""
    with writing():
        db.session.execute(text("UPDATE fault_counter SET value = value WHERE id = 1"))
        time.sleep(float(request.args["seconds"]))
    return "held"


def write(half, key):
    row = text(f"INSERT INTO fault_{half} (key) VALUES (:key)")
    db.session.execute(row, {"key": key})


def count_hashes():
    """Leave a byte for each password that is looked at, in a file that all workers share."""
    real = passwords.matches

    def matches(*args):
        with Path(HASHED).open("ab", buffering=0) as file:
            file.write(b".")
        return real(*args)

    passwords.matches = matches


def stock_seen():
    """Look at the stock before the transaction begins, as whoever does not know better."""
    if request.path == "/checkout":
        g.stock = dict(db.session.execute(text("SELECT id, stock FROM shop_pack")).all())
        db.session.rollback()
        time.sleep(0.01)


def take_naively_from_stock(_packs, want):
    """Write what was computed from what was seen."""
    left = g.stock[want.ref] - want.count
    if left < 0:
        raise NotToBeHad("pack", want.ref)
    step = text("UPDATE shop_pack SET stock = :left WHERE id = :id")
    db.session.execute(step, {"left": left, "id": want.ref})
    return left


def place_what_is_there(wish, *, by, at):
    """Order what can be had when one gets to it, and forget the rest."""
    time.sleep(random.choice((0, 0.05)))  # so that of two at once one comes a moment later
    basket = fill(wish.items, at=at)
    total = quote(basket, district=wish.receiver.district, pickups=wish.pickups).total
    return PLACE(replace(wish, items=basket.items, total=total), by=by, at=at)


def take_after_a_commit(purchase, **kw):
    """Store the orders first, and take the stock for them in a second transaction."""
    db.session.commit()
    time.sleep(0.05)  # as long as a kill may well come in between
    db.session.connection(execution_options={"write": True})
    TAKE(purchase, **kw)


def once_whatever_it_says(key, _body_hash, do, **kw):
    """Take a form for the same by its key alone, whatever is written in it."""
    return ONCE(key, "", do, **kw)


def places_seen():
    """Count the places before the transaction begins, as whoever does not know better."""
    if request.path.startswith("/volunteer/"):
        free = "SELECT id, taken, capacity - taken - held FROM volunteer_shift"
        g.places = {row[0]: (row[1], row[2]) for row in db.session.execute(text(free)).all()}
        db.session.rollback()
        time.sleep(0.01)


def take_place_naively(shift, **_kw):
    """Write what was computed from what was seen."""
    taken, free = g.places[shift.id]
    if free <= 0:
        return False
    step = text("UPDATE volunteer_shift SET taken = :taken WHERE id = :id")
    db.session.execute(step, {"taken": taken + 1, "id": shift.id})
    return True


PLACE, TAKE = placing.place, placing._take  # noqa: SLF001 - the guards are inside
ONCE = forms.once


def times_seen():
    """See what is booked before the transaction begins, as whoever does not know better."""
    if request.path.startswith("/appointments/new/"):
        live = "SELECT count(*) FROM appointment WHERE ended_at IS NULL"
        g.busy = db.session.execute(text(live)).scalar()
        db.session.rollback()
        time.sleep(0.01)


def take_time_naively(_practitioner_id, _cells, _of):
    """Trust what was seen: the test books one time alone."""
    if g.busy:
        raise Refused("taken", field="start")


def nothing(*_args, **_kw):
    """Do nothing where a guard would count, lock or refuse."""


# What is put in the place of each guard: (of what, its name, what instead).
INSTEAD = {
    "throttle": ((throttles, "count_try", nothing),),
    "condition": ((reserving.Packs, "_take", take_naively_from_stock),),
    "order of locks": ((reserving, "sorted", lambda things, **_kw: list(things)),),
    "wholeness": ((placing, "place", place_what_is_there),),
    "other words": ((forms, "once", once_whatever_it_says),),
    "basket": ((checkout, "place_from_basket", PLACE),),
    "places": (
        (places, "take", take_place_naively),
        (coming, "why_full", nothing),
        (asking, "why_not_accept", nothing),
    ),
    "seats": ((seats, "take", learners.take_seat_naively), (standing, "why_full", nothing)),
    "one place at a time": (
        (checking, "take_turns", nothing),
        (checking.places, "lock", lambda shift: shift),
        (checking, "find_meanwhile", nothing),
    ),
    "cells": ((cells, "lock", nothing), (cells, "take", take_time_naively)),
    "files of forms": ((uploads, "TemporaryFile", BytesIO),),
    "turns of a learner": (
        (studying, "_begun", learners.begun_as_seen),
        (studying, "pass_if_done", learners.pass_as_seen),
    ),
    "one transaction": ((placing, "_take", take_after_a_commit),),
}


def take_guards_away():
    """Take away what `XINGCUN_TEST_WITHOUT` names."""
    taken = [each for name, guards in INSTEAD.items() if name in WITHOUT for each in guards]
    for of, which, instead in taken:
        setattr(of, which, instead)


def build():
    take_guards_away()
    if HASHED:
        count_hashes()
    faults = Area(name="faults", blueprints=(bp,))
    made = create_app((*AREAS, faults), Settings.read(os.environ))
    for view in ("take", "take_naively", "pair", "pair_in_two", "hold"):
        made.extensions["csrf"].exempt(made.view_functions[f"faults.{view}"])
    if "condition" in WITHOUT:
        made.before_request(stock_seen)
    if "places" in WITHOUT:
        made.before_request(places_seen)
    if "seats" in WITHOUT:
        made.before_request(learners.seats_seen)
    if "cells" in WITHOUT:
        made.before_request(times_seen)
    if "turns of a learner" in WITHOUT:
        made.before_request(learners.learning_seen)
    return made


app = build()
