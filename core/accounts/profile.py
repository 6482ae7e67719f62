"""What people change about themselves."""

from collections.abc import Mapping
from datetime import datetime

from core.access import Actor
from core.accounts import codes, queries, rules, sessions
from core.accounts.models import NoticeChoice, Person
from core.accounts.operations import ALL_BUT_REGISTER
from core.accounts.telling import tell
from core.db import db, insert_or
from core.history.operations import record


def rename(person: Person, name: str, *, by: Actor, at: datetime) -> None:
    """Go by another name from now on."""
    person.name = rules.normal_name(name)
    person.name_key = rules.name_key(person.name)
    person.version += 1
    record("rename", "person", person.id, by=by, at=at)  # history outlives a closed account


def change_password(
    person: Person, *, password_hash: str, sign_in_id: int, by: Actor, at: datetime
) -> str:
    """Set the password; other sessions end, this one goes on under the new token returned."""
    person.password_hash = password_hash
    person.version += 1
    sessions.end_all(person.id, but=sign_in_id)
    codes.spend_all(person.id, ALL_BUT_REGISTER, at=at)
    record("change_password", "person", person.id, by=by, at=at)
    tell(
        [person.id],
        "accounts.password_set",
        about=f"person:{person.id}:{at.isoformat()}",
        url="/me/",
        facts={"when": rules.written(at)},
        at=at,
    )
    return sessions.confirm(sign_in_id, at=at)


def choose_manner(
    person_id: int, *, language: str | None = None, elder: bool | None = None
) -> None:
    """Keep with the person how pages speak, and how large."""
    person = queries.get_person(person_id)
    if language is not None:
        person.language = language
    if elder is not None:
        person.elder = elder


def choose_notices(person_id: int, wanted: Mapping[str, bool]) -> None:
    """Keep for each kind of notice whether it also goes out by mail or SMS."""
    for kind, yes in sorted(wanted.items()):
        row = {"person_id": person_id, "kind": kind, "wanted": yes}
        new = insert_or(NoticeChoice).values(row)
        db.session.execute(
            new.on_conflict_do_update(
                index_elements=[NoticeChoice.person_id, NoticeChoice.kind],
                set_={"wanted": yes},
            )
        )
