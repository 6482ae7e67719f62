"""Putting things in the basket of a person, and taking them out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, tuple_

from core.access import Actor
from core.accounts.queries import take_turns
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from shop.cart import queries, rules
from shop.cart.models import CartLine
from shop.cart.rules import Item


def put(item: Item, *, by: Actor, at: datetime) -> None:
    """Add so many of a thing; raise `Refused` when it cannot be had."""
    take_turns(by.person)
    items = queries.list_items(by.person)
    refuse_put(items, item, person_id=by.person, at=at)
    new = [each for each in rules.put(items, item) if each.key == item.key]
    _keep(new, person_id=by.person, at=at)


def change(wanted: Iterable[Item], *, by: Actor, at: datetime) -> None:
    """Want so many of what is in the basket already; raise `Refused` when they cannot be had."""
    take_turns(by.person)
    changed = rules.changed(queries.list_items(by.person), wanted)
    refuse_change(changed, person_id=by.person, at=at)
    _keep(changed, person_id=by.person, at=at)


def take_out(items: Iterable[Item], *, by: Actor) -> None:
    """Take things out, no matter when they are out already."""
    keys = [item.key for item in items]
    if keys:
        mine = delete(CartLine).where(CartLine.person_id == by.person)
        db.session.execute(mine.where(tuple_(CartLine.kind, CartLine.ref).in_(keys)))


def unite(items: Iterable[Item], *, person_id: int, at: datetime) -> None:
    """Put a visitor's basket into the one of the person who has just signed in."""
    take_turns(person_id)
    before = queries.list_items(person_id)
    now = rules.united(before, items)
    _keep([item for item in now if item not in before], person_id=person_id, at=at)


def refuse_put(items: Sequence[Item], new: Item, *, person_id: int, at: datetime) -> None:
    """Raise `Refused` when this cannot be put beside what is in the basket."""
    ware = queries.find_ware(new.kind, new.ref, at=at)
    refuse_if(rules.why_not_put(items, new, ware, person_id=person_id), field="count")


def refuse_change(items: Sequence[Item], *, person_id: int, at: datetime) -> None:
    """Raise `Refused`, its field named after the thing, when so many cannot be had."""
    for line in queries.list_lines(items, at=at, person_id=person_id):
        if line.why_not:
            raise Refused(line.why_not, field=f"count-{line.key}")


def _keep(items: Sequence[Item], *, person_id: int, at: datetime) -> None:
    """Write so many of each; what is new stands behind the rest."""
    if not items:
        return
    rows = [
        {"person_id": person_id, "kind": each.kind, "ref": each.ref, "count": each.count}
        for each in items
    ]
    new = insert_or(CartLine).values([{**row, "put_at": at} for row in rows])
    step = new.on_conflict_do_update(
        index_elements=["person_id", "kind", "ref"], set_={"count": new.excluded.count}
    )
    db.session.execute(step)
