"""Whether a practitioner stands, or stood, on the other side, told by marks: no case is opened."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete

from core.access import Actor
from core.accounts import throttles
from core.accounts.queries import get_person
from core.db import db, insert_or
from core.errors import refuse_if
from core.sealing import queries as seals
from core.sealing.models import Safe
from core.sealing.rules import MARK_BYTES, Broken, Shredded
from services.cases.models import Case, CaseKind, Party, Role
from services.cases.queries import conflict as queries
from services.cases.queries.conflict import Circle, Marks
from services.cases.rules import conflict as rules
from services.cases.rules.conflict import Sides
from services.cases.rules.intake import Said
from services.clinics.models import Practitioner


def sides_of(case: Case, said: Said) -> Sides:
    """Return the sides of a case of which this was said; of counselling nobody has a side."""
    if case.kind is CaseKind.COUNSELLING:
        return Sides(client=(), other=())
    client = get_person(case.client_id)
    return rules.sides_of(said, name=client.name, phone=client.phone)


def keep_marks(case: Case, said: Said) -> None:
    """Keep who stands on which side, as the case's safe marks it; raise as the safe does."""
    if case.kind is CaseKind.COUNSELLING:
        return
    sides = sides_of(case, said)
    for role, words in ((Role.CLIENT, sides.client), (Role.OTHER, sides.other)):
        made = seals.marks_of(case.safe, rules.filled_up(role, words))
        row = {"marks": b"".join(sorted(made))}
        new = insert_or(Party).values(case_id=case.id, role=role, **row)
        db.session.execute(
            new.on_conflict_do_update(index_elements=[Party.case_id, Party.role], set_=row)
        )


def forget_marks(case: Case) -> None:
    db.session.execute(delete(Party).where(Party.case_id == case.id))


def count_asking(*, by: Actor, at: datetime) -> None:
    """Count one answer inside the open `writing()`; raise TooMany where it was the last."""
    throttles.count_try(rules.ASKED, str(by.id), at=at)


def list_unfit(
    ids: Iterable[int], sides: Sides, *, of: int | None = None, before: Case | None = None
) -> Collection[int]:
    """Return which of these practitioners must not act for these sides, of the case `of`."""
    circles = queries.list_circles(ids)
    people = {person for each in circles for person in each.people}
    found = queries.list_known_to(people, before=before)
    known = [(case_id, person) for case_id, person in found if case_id != of]
    marked = queries.list_marks(case_id for case_id, _person in known)
    against = {case_id for case_id, found in marked.items() if _is_against(*found, sides)}
    involved = {person for case_id, person in known if case_id in against}
    return {
        each.practitioner_id
        for each in circles
        if each.people & involved or _is_one_of(each, sides)
    }


def _is_against(safe: Safe, marks: Marks, sides: Sides) -> bool:
    """Tell whether the client here stands on the other side there, or the other way round."""
    asked = [
        (role, f"{role}|{word}")
        for role, words in ((Role.OTHER, sides.client), (Role.CLIENT, sides.other))
        for word in words
    ]
    there = {role: _parted(row) for role, row in marks.items()}
    try:
        made = seals.marks_of(safe, (word for _role, word in asked))
    except (Broken, Shredded):
        return False  # nobody opens that one either
    return any(mark in there.get(role, ()) for (role, _word), mark in zip(asked, made, strict=True))


def _parted(row: bytes) -> frozenset[bytes]:
    starts = range(0, len(row), MARK_BYTES)
    return frozenset(bytes(row[start : start + MARK_BYTES]) for start in starts)


def _is_one_of(circle: Circle, sides: Sides) -> bool:
    """Tell whether the other party is the practitioner, or somebody they guide or are guided by."""
    own = {word for name, phone in circle.own for word in rules.words_in(f"{name}\n{phone or ''}")}
    return not own.isdisjoint(sides.other)


def refuse_handing(case: Case, to: Practitioner, said: Said) -> None:
    unfit = list_unfit([to.id], sides_of(case, said), of=case.id)
    refuse_if(rules.why_not_to(is_against=to.id in unfit), field="to")


def is_first_look(case: Case, *, by: Actor) -> bool:
    """Tell whether its practitioner has not opened the case before; of counselling never."""
    return case.kind is CaseKind.LEGAL_AID and not queries.has_opened(case, by.id)


def refuse_looking(case: Case, said: Said) -> None:
    """Let its practitioner open nothing of a case against a client of theirs.

    To hand it in is refused to no client: what they hear would tell whose client somebody is.
    """
    ids = [case.practitioner_id] if case.practitioner_id is not None else []
    unfit = list_unfit(ids, sides_of(case, said), of=case.id, before=case)
    refuse_if(rules.why_not_look(is_against=bool(unfit)))


def refuse_receiving(practitioner_id: int, client_id: int) -> None:
    """Let a practitioner open no file for who stands against a client of theirs."""
    guest = get_person(client_id)
    sides = rules.sides_of({}, name=guest.name, phone=guest.phone)
    is_against = practitioner_id in list_unfit([practitioner_id], sides)
    refuse_if(rules.why_not_receive(is_against=is_against))
