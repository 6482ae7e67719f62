"""Adding, editing and removing what a branch covers."""

from datetime import datetime

from sqlalchemy import delete, literal, select, update

from core.access import Actor
from core.accounts.models import Person
from core.branches import rules
from core.branches.findable import unit_renamed, words_changed
from core.branches.models import Branch, Household, Resident, Unit, UnitKind
from core.cache.operations import bump
from core.db import Base, db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.words import _


def add_unit(
    branch: Branch,
    *,
    kind: UnitKind,
    name: str,
    by: Actor,
    at: datetime,
    registration: str = "",
    representative: Person | None = None,
) -> Unit:
    """Put a village, cooperative or shop under the branch, with who stands for it by law."""
    name, registration = name.strip(), registration.strip().upper()
    _refuse_wrong(name, registration, branch_id=branch.id)
    unit = Unit(
        branch_id=branch.id,
        kind=kind,
        name=name,
        registration=registration,
        legal_representative_id=representative.id if representative else None,
    )
    db.session.add(unit)
    db.session.flush()
    record("add_unit", "branch_unit", unit.id, by=by, at=at, became=unit.name)
    words_changed(branch.id, at=at)
    bump()
    return unit


def edit_unit(
    unit: Unit,
    *,
    version: int,
    name: str,
    registration: str,
    representative: Person | None,
    by: Actor,
    at: datetime,
) -> None:
    """Change name, number or who stands for it; raise `Overtaken` when somebody saved meanwhile."""
    name, registration = name.strip(), registration.strip().upper()
    _refuse_wrong(name, registration, branch_id=unit.branch_id, but=unit.id)
    was, called = _for_record(unit), unit.name
    saved = db.session.execute(
        update(Unit)
        .where(Unit.id == unit.id, Unit.version == version)
        .values(
            name=name,
            registration=registration,
            legal_representative_id=representative.id if representative else None,
            version=version + 1,
        )
    )
    if saved.rowcount != 1:  # type: ignore[attr-defined]
        db.session.refresh(unit)
        mine = Unit(name=name, registration=registration)
        raise Overtaken(
            _("您填表的时候，别人改过这个单位。请对照两份内容再改一次。"),
            theirs=_as_text(unit),
            mine=_as_text(mine, representative),
        )
    db.session.refresh(unit)
    record(
        "edit_unit",
        "branch_unit",
        unit.id,
        by=by,
        at=at,
        was=was,
        became=_for_record(unit),
    )
    words_changed(unit.branch_id, at=at)
    if name != called:
        unit_renamed(unit.id, at=at)
    bump()


def remove_unit(unit: Unit, *, by: Actor, at: datetime) -> None:
    """Take a unit away that was entered by mistake; refused once anything refers to it."""
    if _is_referred_to(unit, Resident.__tablename__):
        raise Refused(_("村里还登记着人，不能删除"))
    households = Household.__tablename__
    others = {table for table in Base.metadata.tables if table != households}
    if _is_referred_to(unit, *others):
        raise Refused(_("这个单位已经有别的记录，不能删除"))
    record("remove_unit", "branch_unit", unit.id, by=by, at=at, was=unit.name)
    db.session.execute(delete(Household).where(Household.unit_id == unit.id))
    db.session.delete(unit)
    db.session.flush()
    words_changed(unit.branch_id, at=at)
    bump()


def _is_referred_to(unit: Unit, *tables: str) -> bool:
    """Tell whether a row of these tables names the unit, whichever room they belong to."""
    key = Base.metadata.tables[Unit.__tablename__].columns["id"]
    for name in tables:
        for column in Base.metadata.tables[name].columns:
            if column.references(key):
                found = select(literal(1)).where(column == unit.id).limit(1)
                if db.session.scalar(found) is not None:
                    return True
    return False


def _refuse_wrong(name: str, registration: str, *, branch_id: int, but: int = 0) -> None:
    refuse_if(rules.why_not_registration(registration), field="registration")
    others = select(Unit.id).where(Unit.id != but)
    if db.session.scalar(others.where(Unit.branch_id == branch_id, Unit.name == name)) is not None:
        raise Refused(_("这个支部已经有叫这个名字的单位"), field="name")
    if registration:
        taken = db.session.scalar(others.where(Unit.registration == registration))
        if taken is not None:
            raise Refused(_("这个信用代码已经登记在别的单位名下"), field="registration")


def _as_text(unit: Unit, representative: Person | None = None) -> str:
    person = representative or unit.legal_representative
    return "\n".join(
        f"{title}：{value}"
        for title, value in (
            (_("名称"), unit.name),
            (_("统一社会信用代码"), unit.registration),
            (_("法定代表人"), person.name if person else ""),
        )
    )


def _for_record(unit: Unit) -> str:
    """Say what the unit is without anybody's name: history outlives a closed account."""
    stands = f"person {unit.legal_representative_id}" if unit.legal_representative_id else ""
    return " · ".join(part for part in (unit.name, unit.registration, stands) if part)[:200]
