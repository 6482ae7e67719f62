"""Opening and writing what lies in a safe: each opening is written down for the client to see."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from core.access import SYSTEM, Actor
from core.clock import now, village_day
from core.db import aside, db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.sealing import operations as sealing
from core.sealing import queries as seals
from core.sealing.models import Safe
from core.sealing.rules import Broken, Shredded
from core.words import _
from services.cases import queries, rules
from services.cases.models import Case, CaseStatus, Opener, Opening
from services.cases.operations import conflict
from services.cases.queries.glass import Breaking, list_breakings
from services.cases.rules import GLASS, INTAKE, NOTES, PAPERS, field_of
from services.cases.rules.intake import answered_in

Content = Mapping[str, Any]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper in the safe, as its list says; `n` is its number in the case."""

    n: int
    name: str
    media_type: str
    size: int

    @property
    def as_said(self) -> Content:
        return {"n": self.n, "name": self.name, "type": self.media_type, "size": self.size}


Papers = Sequence[Paper]


def open_part(case: Case, part: str, *, by: Actor, at: datetime) -> Content:
    """Return what this part says, and write down who has opened it; empty where nothing is there.

    Raise Refused for who may not, for what was shredded, and for what somebody has tampered with.
    """
    _note(case, part, by=by, at=at)
    return read_part(case, part)


def _note(case: Case, what: str, *, by: Actor, at: datetime) -> None:
    """Write down who opens what, or raise Refused for who may not."""
    known = queries.known_of(case, at=at)
    refuse_if(rules.why_not_open(known, by=by))
    opener = rules.opener_of(known, by=by)
    if opener is Opener.PRACTITIONER and conflict.is_first_look(case, by=by):
        conflict.refuse_looking(case, read_part(case, INTAKE))
    db.session.add(Opening(case_id=case.id, person_id=by.id, opener=opener, what=what, at=at))
    db.session.flush()


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Who wanted to break the glass, who agreed, and why, for the client to read."""

    breaking: Breaking
    asked: str
    seconded: str


def open_glass(case: Case, *, by: Actor, at: datetime) -> Sequence[Reasons]:
    """Return to the client alone why others wanted to open the safe, the newest first."""
    if rules.opener_of(queries.known_of(case, at=at), by=by) is not Opener.CLIENT:
        raise Refused(_("只有本人能打开"))
    _note(case, GLASS, by=by, at=at)
    breakings = list_breakings(case.id)
    names = [field_of(each.id, second=late) for each in breakings for late in (False, True)]
    said = {name: text.decode() for name, text in _read(case, names).items()}
    return [
        Reasons(
            breaking=each,
            asked=said.get(field_of(each.id), ""),
            seconded=said.get(field_of(each.id, second=True), ""),
        )
        for each in breakings
    ]


def read_part(case: Case, part: str) -> Content:
    """Return what a part says, for an operation that shows it to nobody."""
    found = _read(case, [part])
    said: Content = json.loads(found[part]) if part in found else {}
    return said


def _read(case: Case, names: Sequence[str], *, all_of_them: bool = False) -> Mapping[str, bytes]:
    with _refusing(case):
        found = seals.read(_safe_of(case), names)
        if all_of_them and len(found) < len(names):
            raise Broken
    return found


def put_in(case: Case, contents: Mapping[str, bytes]) -> None:
    """Write these fields into the case's own safe; raise Refused as reading does."""
    with _refusing(case):
        sealing.put(_safe_of(case), contents)


def _safe_of(case: Case) -> Safe:
    """Return the safe that was made for this case; raise Broken where another stands there."""
    if case.safe.ref != case.number:
        raise Broken
    return case.safe


@contextmanager
def _refusing(case: Case) -> Iterator[None]:
    """Say in words what is wrong with a safe; that one was tampered with outlives the refusal."""
    try:
        yield
    except Shredded:
        raise Refused(_("这份材料已经销毁，谁也打不开了")) from None
    except Broken:
        _write_down(case)
        raise Refused(_("这份材料被人动过，不能打开；已经记下来了，请告诉管理员")) from None


def _write_down(case: Case) -> None:
    """Note that somebody has tampered with it, whatever becomes of this transaction."""
    log.error("broken_seal", case=case.id)
    aside(partial(record, "broken_seal", Case.__tablename__, case.id, by=SYSTEM, at=now()))


def list_papers(case: Case, *, by: Actor, at: datetime) -> Papers:
    """Return which papers lie in the safe, and write down who has looked."""
    _note(case, PAPERS, by=by, at=at)
    return read_papers(case)


def read_papers(case: Case) -> Papers:
    """Return the list of papers, for an operation that shows it to nobody."""
    return papers_in(read_part(case, PAPERS))


def papers_in(content: Content) -> Papers:
    """Return the papers that the part `papers` names, once it is open."""
    return [
        Paper(n=each["n"], name=each["name"], media_type=each["type"], size=each["size"])
        for each in content.get("papers", ())
    ]


def read_paper(case: Case, n: int, *, by: Actor, at: datetime) -> tuple[Paper, bytes]:
    """Return one paper and its bytes, and write down who has opened it; raise Refused."""
    _note(case, name_of(n), by=by, at=at)
    paper = next((each for each in read_papers(case) if each.n == n), None)
    if paper is None:
        raise Refused(_("这一份已经拿掉了"))
    return paper, _read(case, [name_of(n)], all_of_them=True)[name_of(n)]


def name_of(n: int) -> str:
    """Return under which name a paper lies in the safe."""
    return f"paper:{n}"


def answered(case: Case, *, by: Actor) -> frozenset[str]:
    """Return which questions of the intake the client has answered, and nothing of what they said.

    It is no opening: nobody reads a word of it.
    """
    return answered_in(read_part(case, INTAKE)) if by.id == case.client_id else frozenset()


def numbers_of_papers(case: Case, *, by: Actor) -> Sequence[int]:
    """Return the numbers of the client's papers, and nothing of what they are."""
    return [each.n for each in read_papers(case)] if by.id == case.client_id else ()


def save_answer(case: Case, said: Content, *, by: Actor, at: datetime) -> None:
    """Keep the answer to one question beside what was answered before."""
    save_intake(case, {**read_part(case, INTAKE), **said}, by=by, at=at)


def save_intake(case: Case, said: Content, *, by: Actor, at: datetime) -> None:
    """Keep what the client has said so far; it stands there when they come back.

    A draft is kept for its days from then on: who goes on writing does not lose it.
    """
    refuse_if(rules.why_not_write(queries.known_of(case, at=at), INTAKE, by=by))
    put_in(case, {INTAKE: json.dumps(said, ensure_ascii=False).encode()})
    conflict.keep_marks(case, said)
    if case.status is CaseStatus.DRAFT:
        case.keep_until = village_day(at) + rules.DRAFT_KEPT
        db.session.flush()


def add_note(case: Case, text: str, *, by: Actor, at: datetime) -> None:
    """Add to the practitioner's notes; what stands there stays."""
    refuse_if(rules.why_not_write(queries.known_of(case, at=at), NOTES, by=by))
    if not text:
        raise Refused(_("请写点什么"), field="text")
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(_("最多 %(most)s 个字", most=rules.LONGEST_TEXT), field="text")
    notes: Sequence[Content] = read_part(case, NOTES).get("notes", [])
    notes = [*notes, {"text": text, "at": at.isoformat(), "by": by.id}]
    put_in(case, {NOTES: json.dumps({"notes": notes}, ensure_ascii=False).encode()})
