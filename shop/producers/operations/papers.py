"""What a producer shows of its papers."""

from datetime import date, datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.telling import tell
from core.clock import village_day
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.storage import operations as storage
from core.storage.operations import Laid
from core.storage.rules import PDF, PICTURES, kind_by_content, kind_by_name
from core.words import _
from shop.producers import rules
from shop.producers.models import Paper, PaperKind, Producer
from shop.producers.operations.producers import note_change, shows_otherwise
from shop.producers.queries.papers import count_papers, list_running_out

TABLE = Paper.__tablename__


def enter_paper(
    producer: Producer,
    *,
    kind: PaperKind,
    number: str,
    issuer: str,
    valid_from: date | None,
    valid_until: date | None,
    by: Actor,
    at: datetime,
) -> Paper:
    """Put down a paper as it stands there; what it allows can be sold from now on."""
    if count_papers(producer.id) >= rules.MOST_PAPERS:
        raise Refused(_("证照最多存 %(most)s 张，先删掉过期的", most=rules.MOST_PAPERS))
    if wrong := rules.why_not_valid(valid_from, valid_until, today=village_day(at)):
        raise Refused(wrong[1], field=wrong[0])
    paper = Paper(
        producer_id=producer.id,
        kind=kind,
        number=number,
        issuer=issuer,
        valid_from=valid_from,
        valid_until=valid_until,
        entered_by=by.person,
        entered_at=at,
    )
    db.session.add(paper)
    db.session.flush()
    record("enter_paper", TABLE, paper.id, by=by, at=at, became=f"{kind.value} {number}")
    note_change(producer, at=at)
    shows_otherwise(producer.id, at=at)
    return paper


def replace_paper(
    old: Paper,
    *,
    number: str,
    issuer: str,
    valid_from: date | None,
    valid_until: date | None,
    by: Actor,
    at: datetime,
) -> Paper:
    """Put another paper of the kind in the place of one; the same number keeps its file."""
    file = old.file if old.number == number else None
    _take_out(old, drop=file is None, at=at)
    paper = enter_paper(
        old.producer,
        kind=old.kind,
        number=number,
        issuer=issuer,
        valid_from=valid_from,
        valid_until=valid_until,
        by=by,
        at=at,
    )
    paper.file_id = file.id if file else None
    return paper


def remove_paper(paper: Paper, *, by: Actor, at: datetime) -> None:
    """Take the paper out; what needs it cannot be bought from now on."""
    _take_out(paper, drop=True, at=at)
    record("remove_paper", TABLE, paper.id, by=by, at=at, was=f"{paper.kind.value} {paper.number}")
    note_change(paper.producer, at=at)
    shows_otherwise(paper.producer_id, at=at)


def lay_scan(name: str, data: bytes, *, by: Actor) -> Laid:
    """Store a photo or PDF of a paper; the first step, outside the transaction.

    Raise `Refused`, field `scan`.
    """
    kind = kind_by_name(name)
    if data and (kind is None or kind_by_content(data) != kind):
        raise Refused(_("只收照片（JPG、PNG、WebP）或 PDF"), field="scan")
    try:
        if kind == PDF or kind not in PICTURES:
            return storage.lay_paper(name, data, by=by)
        return storage.lay_picture(name, data, by=by)
    except Refused as refused:
        raise Refused(refused.reason, field="scan") from refused


def attach(paper: Paper, laid: Laid, *, by: Actor, at: datetime) -> None:
    """Let this photo or PDF stand for the paper, for its producer and the branch alone."""
    if paper.removed_at:
        raise Refused(_("这张证已经删掉了"))
    stored = storage.keep(laid, is_public=False, by=by, at=at)
    if paper.file is not None:
        storage.drop(paper.file, at=at)
    paper.file_id = stored.id
    record("attach_paper", TABLE, paper.id, by=by, at=at)
    note_change(paper.producer, at=at)


def remind(*, at: datetime) -> int:
    """Tell, once for each paper, whose last day comes within thirty days; return how many."""
    told, today = 0, village_day(at)
    for paper in list_running_out(first=today, last=today + rules.REMINDED):
        told += tell(
            [paper.producer.responsible_id],
            "shop.paper_runs_out",
            about=f"{TABLE}:{paper.id}",
            url=f"/sell/{paper.producer_id}/papers",
            facts={
                "producer": paper.producer.name,
                "role": str(rules.PAPERS[paper.kind]),
                "until": str(paper.valid_until),
            },
            at=at,
        )
    return told


def _take_out(paper: Paper, *, drop: bool, at: datetime) -> None:
    step = update(Paper).where(Paper.id == paper.id, Paper.removed_at.is_(None))
    if not changed(step.values(removed_at=at)):
        raise Refused(_("这张证已经删掉了"))
    if drop and paper.file is not None:
        storage.drop(paper.file, at=at)
