"""The people of the demo world, whom the sign-in page offers by name; never outside demo mode."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.access import SYSTEM
from core.accounts import grants, operations, passwords, queries
from core.accounts.models import GrantKind, Person
from core.db import db
from core.words import _l

DOMAIN = "@demo.xingcun.invalid"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to be for a while; who they are is filled in by the demo of each room."""

    name: str
    who: str
    slug: str
    elder: bool = False
    grant: GrantKind | None = None


PEOPLE = (
    DemoPerson("周建国", _l("桃源村支部书记"), "zhou"),
    DemoPerson("李秀英", _l("桃源村支部副书记"), "li"),
    DemoPerson("王小满", _l("桃源村村民，党员"), "wang"),
    DemoPerson("陈桂花", _l("桃源村村民，爱用长辈版"), "chen", elder=True),
    DemoPerson("赵明远", _l("桃源镇党委书记，上级支部"), "zhao"),
    DemoPerson("何静", _l("运营方工作人员"), "he", grant=GrantKind.CLERK),
    DemoPerson("吴强", _l("运营方工作人员"), "wu", grant=GrantKind.CLERK),
    DemoPerson("林涛", _l("网站管理员"), "lin", grant=GrantKind.ADMIN),
    DemoPerson("孙雅", _l("城里的买家"), "sun"),
    DemoPerson("陆文清", _l("下乡的律师"), "lu"),
    DemoPerson("季云岚", _l("下乡的心理咨询师"), "ji"),
    DemoPerson("唐文芳", _l("农民学堂的老师"), "tang"),
)


def fill(at: datetime) -> None:
    """Enter the demo people inside the open `writing()`; those who are there stay as they are."""
    there = {person.name for person in list_demo_people()}
    for number, each in enumerate(PEOPLE):
        if each.name in there:
            continue
        person = operations.enter_person(
            name=each.name,
            phone=f"1390000{number:04}",
            consent_note="演示",
            by=SYSTEM,
            at=at,
        )
        person.email, person.elder = f"{each.slug}{DOMAIN}", each.elder
        person.phone_confirmed_at = person.email_confirmed_at = at
        db.session.flush()
        if each.grant is not None:
            grants.grant(person, each.grant, by=queries.self_of(person), at=at)


def let_in() -> None:
    """Give whoever has none a password that nobody knows: one tap signs them in.

    It comes last, so that nobody is told of what the demo did to them long ago.
    """
    for person in list_demo_people():
        person.password_hash = person.password_hash or passwords.locked()


def list_demo_people() -> Sequence[Person]:
    """Return the demo people who have been entered, in the order of the list above."""
    rows = db.session.scalars(select(Person).where(Person.email.endswith(DOMAIN)))
    found = {person.name: person for person in rows if not person.disabled_at}
    return [found[each.name] for each in PEOPLE if each.name in found]


def is_demo(person: Person) -> bool:
    """Tell whether this is somebody of the demo world, whose password nobody knows."""
    return bool(person.email and person.email.endswith(DOMAIN))


def find_demo_person(name: str) -> Person | None:
    """Return the demo person of this name, or None."""
    return next((person for person in list_demo_people() if person.name == name), None)
