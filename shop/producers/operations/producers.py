"""What somebody does with their own producer."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.codes import changed
from core.branches.models import Unit
from core.cache.operations import bump
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.search.operations import mark
from core.sponsorship import operations as sponsorship
from core.storage.operations import lock_owner
from core.words import _
from shop.producers import rules
from shop.producers.models import Producer, ProducerKind, ProductClass
from shop.producers.queries.producers import (
    Verification,
    count_open,
    district_of,
    find_by_credit_code,
    find_registered_unit,
    find_village,
    verification_of,
)

TABLE = Producer.__tablename__
CLOSED = "经营者关了这家店"  # read by the branch and by the owner
VERIFIED = "kind", "name", "address", "credit_code", "unit_id"  # what a branch has looked at


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a producer says about itself."""

    kind: ProducerKind
    name: str
    unit_id: int
    address: str
    phone: str
    credit_code: str
    classes: tuple[ProductClass, ...]

    def written(self) -> str:
        """Return it line by line, to be compared."""
        classes = "、".join(str(rules.CLASSES[each]) for each in self.classes)
        said = (rules.KINDS[self.kind], self.name, self.credit_code, self.address, self.phone)
        return "\n".join([*map(str, said), classes])


def facts_of(producer: Producer) -> Facts:
    """Return what the producer says."""
    said = {name: getattr(producer, name) for name in Facts.__annotations__ if name != "classes"}
    return Facts(**said, classes=producer.sells)


def shows_otherwise(producer_id: int, *, at: datetime) -> None:
    """Let public pages and the index hear that a producer looks different now."""
    bump()
    mark(rules.KIND, [producer_id], at=at)


def note_change(producer: Producer, *, at: datetime) -> None:
    """Ask the branch to compare once more, where it has verified this producer."""
    if verification_of(producer.id).standing is not None:
        mine = update(Producer).where(Producer.id == producer.id)
        db.session.execute(mine.values(facts_changed_at=at))


def register(facts: Facts, *, by: Actor, at: datetime) -> Producer:
    """Register a producer for which the person answers; nothing of it is public yet."""
    lock_owner(by.person)
    refuse_if(rules.why_not_another(count_open(by.person)))
    village = _village(facts.unit_id)
    checked = _checked(facts)
    producer = Producer(
        responsible_id=by.person,
        district=district_of(village.branch),
        applied_at=at,
        **checked,
    )
    db.session.add(producer)
    db.session.flush()
    record("register_producer", TABLE, producer.id, by=by, at=at, became=facts.name)
    return producer


def change(producer: Producer, facts: Facts, *, version: int, by: Actor, at: datetime) -> None:
    """Change what the producer says about itself; `version` is the one the writer began from.

    A branch that has verified it is asked to compare; another village would be another branch, so
    it stays while one verifies. Raise `Overtaken` when somebody saved another meanwhile.
    """
    known, verification = facts_of(producer), verification_of(producer.id)
    values = _checked(facts, known=producer.id)
    if facts.unit_id != producer.unit_id:
        refuse_if(why_not_move(verification), field="unit")
        values["district"] = district_of(_village(facts.unit_id).branch)
    was = {name: getattr(producer, name) for name in VERIFIED}
    if verification.standing and any(values[name] != was[name] for name in VERIFIED):
        values["facts_changed_at"] = at
    _store(producer, values, version=version, mine=facts.written(), theirs=Facts.written)
    became = None if facts.name == known.name else facts.name
    record("edit_producer", TABLE, producer.id, by=by, at=at, was=known.name, became=became)
    shows_otherwise(producer.id, at=at)
    if (facts.name, facts.unit_id) != (known.name, known.unit_id):
        for hear in HOUSE.renamed:  # what it sells is found by its name and its village
            hear(rules.KIND, producer.id, at=at)


def why_not_move(verification: Verification) -> str | None:
    """Say why a producer cannot go to another village, or None."""
    if verification.branch_id is None:
        return None
    return _("支部正在核验或已经核验，先不能换村；要换，请先撤回或结束核验")


def write_story(producer: Producer, story: str, *, version: int, by: Actor, at: datetime) -> None:
    """Say what the farm page tells; raise `Overtaken` when it was written elsewhere meanwhile."""
    _store(producer, {"story": story}, version=version, mine=story, theirs=None)
    record("write_story", TABLE, producer.id, by=by, at=at)
    shows_otherwise(producer.id, at=at)


def note_class(producer: Producer, product_class: ProductClass, *, at: datetime) -> None:
    """Note that the producer sells this class too, from the first product of it on."""
    if product_class not in producer.sells:
        producer.classes = rules.classes_of({*producer.sells, product_class})
        shows_otherwise(producer.id, at=at)


def why_not_close(producer_id: int) -> str | None:
    """Say why the producer cannot close now, or None."""
    return rules.why_not_close(sum(ask(rules.KIND, producer_id) for ask in HOUSE.open_work))


def close(producer: Producer, *, by: Actor, at: datetime) -> None:
    """Close the producer for good: its goods go at once, and the branch hears of it.

    Whoever orders at the same instant comes first, and then it stays open, or finds it closed.
    """
    db.session.execute(select(Producer.id).where(Producer.id == producer.id).with_for_update())
    refuse_if(why_not_close(producer.id))
    verification = verification_of(producer.id)
    if verification.under_way is not None:
        sponsorship.withdraw(verification.under_way, by=by, at=at)
    if verification.standing is not None:
        sponsorship.end(verification.standing, reason=CLOSED, by=by, at=at)
    step = update(Producer).where(Producer.id == producer.id, Producer.closed_at.is_(None))
    if not changed(step.values(closed_at=at, version=Producer.version + 1)):
        raise Refused(_("这家店已经关了"))
    record("close_producer", TABLE, producer.id, by=by, at=at, was=producer.name)
    shows_otherwise(producer.id, at=at)


def _store(
    producer: Producer, values: dict[str, Any], *, version: int, mine: str, theirs: Any
) -> None:
    step = (
        update(Producer)
        .where(Producer.id == producer.id, Producer.version == version)
        .where(Producer.closed_at.is_(None))
    )
    if changed(step.values(version=version + 1, **values)):
        return
    db.session.refresh(producer)
    if producer.closed_at:
        raise Refused(_("这家店已经关了"))
    raise Overtaken(
        _("您改的时候，另一处先存了一版"),
        theirs=theirs(facts_of(producer)) if theirs else producer.story,
        mine=mine,
    )


def _village(unit_id: int) -> Unit:
    village = find_village(unit_id)
    if village is None:
        raise Refused(_("请选一个村"), field="unit")
    return village


def _checked(facts: Facts, *, known: int | None = None) -> dict[str, Any]:
    """Return the columns, once a credit code is right and nobody else's."""
    code = facts.credit_code
    refuse_if(rules.why_not_credit_code(facts.kind, code), field="credit_code")
    other = find_by_credit_code(code) if code else None
    if other is not None and other.id != known:
        raise Refused(_("这个信用代码已经登记过一家店"), field="credit_code")
    unit = find_registered_unit(code)
    values = asdict(facts)
    values.update(classes=rules.classes_of(facts.classes), own_unit_id=unit.id if unit else None)
    return values
