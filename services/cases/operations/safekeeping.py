"""Opening and writing what lies in a safe: each opening is written down for the client to see."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.sealing import operations as sealing
from core.sealing import queries as seals
from core.sealing.rules import Broken, Shredded
from core.words import _
from services.cases import queries, rules
from services.cases.models import Case, Opener, Opening
from services.cases.queries.glass import Breaking, list_breakings
from services.cases.rules import GLASS, INTAKE, NOTES, field_of

Content = Mapping[str, Any]


def open_part(case: Case, part: str, *, by: Actor, at: datetime) -> Content:
    """Return what this part says, and write down who has opened it; empty where nothing is there.

    Raise Refused for who may not, for what was shredded, and for what somebody has tampered with.
    """
    known = queries.known_of(case, at=at)
    refuse_if(rules.why_not_open(known, by=by))
    opener = rules.opener_of(known, by=by)
    db.session.add(Opening(case_id=case.id, person_id=by.id, opener=opener, what=part, at=at))
    db.session.flush()
    return _read(case, part)


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Who wanted to break the glass, who agreed, and why, for the client to read."""

    breaking: Breaking
    asked: str
    seconded: str


def open_glass(case: Case, *, by: Actor, at: datetime) -> Sequence[Reasons]:
    """Return to the client alone why others wanted to open the safe, the newest first."""
    known = queries.known_of(case, at=at)
    refuse_if(rules.why_not_open(known, by=by))
    if rules.opener_of(known, by=by) is not Opener.CLIENT:
        raise Refused(_("只有本人能打开"))
    breakings = list_breakings(case.id)
    names = [field_of(each.id, second=late) for each in breakings for late in (False, True)]
    said = {name: text.decode() for name, text in _unseal(case, names).items()}
    db.session.add(
        Opening(case_id=case.id, person_id=by.id, opener=Opener.CLIENT, what=GLASS, at=at)
    )
    db.session.flush()
    return [
        Reasons(
            breaking=each,
            asked=said.get(field_of(each.id), ""),
            seconded=said.get(field_of(each.id, second=True), ""),
        )
        for each in breakings
    ]


def _read(case: Case, part: str) -> Content:
    found = _unseal(case, [part])
    said: Content = json.loads(found[part]) if part in found else {}
    return said


def _unseal(case: Case, names: Iterable[str]) -> Mapping[str, bytes]:
    try:
        return seals.read(case.safe, names)
    except Shredded:
        raise Refused(_("这份材料已经销毁，谁也打不开了")) from None
    except Broken:
        raise Refused(_("这份材料被人动过，不能打开；已经记下来了，请告诉管理员")) from None


def save_intake(case: Case, said: Content, *, by: Actor, at: datetime) -> None:
    """Keep what the client has said so far; it stands there when they come back."""
    refuse_if(rules.why_not_write(queries.known_of(case, at=at), INTAKE, by=by))
    sealing.put(case.safe, {INTAKE: json.dumps(said, ensure_ascii=False).encode()})


def add_note(case: Case, text: str, *, by: Actor, at: datetime) -> None:
    """Add to the practitioner's notes; what stands there stays."""
    refuse_if(rules.why_not_write(queries.known_of(case, at=at), NOTES, by=by))
    if not text:
        raise Refused(_("请写点什么"), field="text")
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(_("最多 %(most)s 个字", most=rules.LONGEST_TEXT), field="text")
    notes: Sequence[Content] = _read(case, NOTES).get("notes", [])
    notes = [*notes, {"text": text, "at": at.isoformat(), "by": by.id}]
    sealing.put(case.safe, {NOTES: json.dumps({"notes": notes}, ensure_ascii=False).encode()})
