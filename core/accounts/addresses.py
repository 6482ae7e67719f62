"""The address book: where a person's parcels go, or those of somebody they order for."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from core.access import Actor
from core.accounts import regions
from core.accounts.codes import changed
from core.accounts.models import Address
from core.db import db
from core.errors import Overtaken, Refused
from core.words import _

MOST = 30


@dataclass(frozen=True, kw_only=True)
class Destination:
    """What is written on a parcel."""

    receiver: str
    phone: str
    district: str
    town: str
    detail: str
    label: str = ""

    def written(self) -> str:
        """Return it line by line, to be compared."""
        where = regions.title_of(self.district)
        lines = (self.receiver, self.phone, where, self.town, self.detail, self.label)
        return "\n".join(line for line in lines if line)


def find_address(address_id: int) -> Address | None:
    """Return the address, or None."""
    return db.session.get(Address, address_id)


def list_addresses(person_id: int) -> Sequence[Address]:
    """Return the person's addresses, the usual one first."""
    mine = select(Address).where(Address.person_id == person_id)
    return db.session.scalars(mine.order_by(Address.is_default.desc(), Address.id.desc())).all()


def destination_of(address: Address) -> Destination:
    """Return what the address says."""
    return Destination(**{name: getattr(address, name) for name in Destination.__annotations__})


def add(to: Destination, *, usual: bool, by: Actor, at: datetime) -> Address:
    """Put an address into the book; the first is the usual one."""
    known = select(func.count()).where(Address.person_id == by.person)
    count = db.session.scalar(known) or 0
    if count >= MOST:
        raise Refused(_("地址最多存 30 个，先删掉不用的"))
    checked(to)
    usual = usual or count == 0
    if usual:
        make_none_usual(by)
    address = Address(person_id=by.person, is_default=usual, created_at=at, version=1, **asdict(to))
    db.session.add(address)
    db.session.flush()
    return address


def change(address: Address, to: Destination, *, usual: bool, version: int, by: Actor) -> None:
    """Write the address anew; raise `Overtaken` where it was changed since it was read."""
    checked(to)
    step = update(Address).where(Address.id == address.id, Address.version == version)
    if changed(step.values(version=version + 1, **asdict(to))) != 1:
        db.session.refresh(address)
        raise Overtaken(
            _("这个地址刚刚在别处改过，请对照一下再改"),
            theirs=destination_of(address).written(),
            mine=to.written(),
        )
    if usual and not address.is_default:
        make_usual(address, by=by)


def make_usual(address: Address, *, by: Actor) -> None:
    """Send parcels here unless something else is said."""
    make_none_usual(by)
    db.session.execute(update(Address).where(Address.id == address.id).values(is_default=True))


def remove(address: Address, *, by: Actor) -> None:
    """Take the address out; the newest of the others becomes the usual one."""
    was_usual = address.is_default
    db.session.execute(delete(Address).where(Address.id == address.id))
    if was_usual:
        newest = select(func.max(Address.id)).where(Address.person_id == by.person)
        left = db.session.scalar(newest)
        db.session.execute(update(Address).where(Address.id == left).values(is_default=True))


def make_none_usual(by: Actor) -> None:
    mine = update(Address).where(Address.person_id == by.person, Address.is_default)
    db.session.execute(mine.values(is_default=False))


def checked(to: Destination) -> None:
    """Raise `Refused` where the list goes on below the chosen place."""
    place = regions.find_place(to.district)
    if place is None or not place.complete:
        raise Refused(_("请选到区县"), field="district")
