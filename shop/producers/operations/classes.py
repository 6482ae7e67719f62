"""What the county asks of who sells a class of product."""

from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.cache.operations import bump
from core.db import db, insert_or
from core.errors import Overtaken
from core.history.operations import record
from core.words import _
from shop.producers.models import ClassRule, ProductClass
from shop.producers.queries.papers import list_class_rules


def set_class_rule(
    product_class: ProductClass, qualification: str, *, version: int, by: Actor, at: datetime
) -> None:
    """Ask for this qualification, or "" for none, from the next request on.

    `version` is the one that was shown (0: the house's own default); raise `Overtaken`.
    """
    was, _version = list_class_rules()[product_class]
    if version == 0:
        new = insert_or(ClassRule).values(
            product_class=product_class, qualification=qualification, version=1
        )
        first = new.on_conflict_do_nothing().returning(ClassRule.version)
        stored = db.session.scalar(first) is not None
    else:
        step = update(ClassRule).where(
            ClassRule.product_class == product_class, ClassRule.version == version
        )
        stored = bool(changed(step.values(qualification=qualification, version=version + 1)))
    if not stored:
        raise Overtaken(_("别人刚刚改过这一类"), theirs=was, mine=qualification)
    record(
        "set_class_rule",
        f"{ClassRule.__tablename__}.{product_class.value}",
        by=by,
        at=at,
        was=was,
        became=qualification,
    )
    bump()
