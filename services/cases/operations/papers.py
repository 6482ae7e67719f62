"""Laying papers into the safe and taking them out: nothing of them lies anywhere else."""

import json
from datetime import datetime

from core.access import Actor
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.sealing import operations as sealing
from core.storage.bare import Bare, look_at
from core.words import _
from services.cases import queries, rules
from services.cases.models import Case
from services.cases.operations.safekeeping import Papers, name_of, put_in, read_papers, read_part
from services.cases.rules import PAPERS
from services.cases.rules.papers import why_not_another, why_not_size

TABLE = Case.__tablename__
FIELD = "paper"


def prepare(name: str, data: bytes) -> Bare:
    """Return the photo drawn anew, or the PDF; the first step, outside the transaction."""
    bare = look_at(name, data, field=FIELD)
    refuse_if(why_not_size(len(bare.data)), field=FIELD)
    return bare


def lay(case: Case, bare: Bare, *, by: Actor, at: datetime) -> int:
    """Seal it into the safe; return its number, which no other paper of the case ever had.

    A number that was used again would let an old paper be put back in a new one's place.
    """
    refuse_if(rules.why_not_write(queries.known_of(case, at=at), PAPERS, by=by))
    papers = read_papers(case)
    refuse_if(why_not_another(len(papers)), field=FIELD)
    number = int(read_part(case, PAPERS).get("last", 0)) + 1
    line = {"n": number, "name": bare.name, "type": bare.media_type, "size": len(bare.data)}
    kept = [*(each.as_said for each in papers), line]
    index = json.dumps({"last": number, "papers": kept}, ensure_ascii=False).encode()
    put_in(case, {PAPERS: index, name_of(number): bare.data})
    record("lay_paper", TABLE, case.id, by=by, at=at)
    return number


def take_out(case: Case, number: int, *, by: Actor, at: datetime) -> None:
    """Forget a paper; nobody reads it again."""
    refuse_if(rules.why_not_write(queries.known_of(case, at=at), PAPERS, by=by))
    papers: Papers = read_papers(case)
    kept = [each.as_said for each in papers if each.n != number]
    if len(kept) == len(papers):
        raise Refused(_("这一份已经拿掉了"))
    last = int(read_part(case, PAPERS).get("last", 0))
    index = json.dumps({"last": last, "papers": kept}, ensure_ascii=False).encode()
    put_in(case, {PAPERS: index})
    sealing.take_out(case.safe, name_of(number))
    record("take_paper_out", TABLE, case.id, by=by, at=at)
