"""Reads about papers of producers."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db
from shop.producers import rules
from shop.producers.models import ClassRule, Paper, PaperKind, Producer, ProductClass
from shop.producers.queries.conditions import paper_counts


def find_paper(producer_id: int, paper_id: int) -> Paper | None:
    """Return a paper of this open producer that is still there, else None."""
    query = (
        select(Paper)
        .join(Paper.producer)
        .where(Paper.id == paper_id, Paper.producer_id == producer_id)
        .where(Paper.removed_at.is_(None), Producer.closed_at.is_(None))
        .options(joinedload(Paper.producer), joinedload(Paper.file))
    )
    return db.session.scalar(query)


def list_papers(producer_id: int) -> Sequence[Paper]:
    """Return the papers of a producer that are still there, each with its file."""
    order = {kind: place for place, kind in enumerate(PaperKind)}
    query = (
        select(Paper)
        .where(Paper.producer_id == producer_id, Paper.removed_at.is_(None))
        .options(joinedload(Paper.file))
    )
    return sorted(db.session.scalars(query), key=lambda paper: (order[paper.kind], paper.id))


def count_papers(producer_id: int) -> int:
    """Return how many papers a producer keeps."""
    kept = select(func.count()).where(Paper.producer_id == producer_id, Paper.removed_at.is_(None))
    return db.session.scalar(kept) or 0


def held_kinds(papers: Iterable[Paper], *, today: date) -> set[PaperKind]:
    """Return the kinds of those papers that count today."""
    return {p.kind for p in papers if rules.counts(p.valid_from, p.valid_until, today=today)}


def held_by(producer_id: int, *, day: date) -> set[PaperKind]:
    """Return the kinds of paper that count for the producer on this day."""
    query = select(Paper.kind).where(Paper.producer_id == producer_id, paper_counts(day=day))
    return set(db.session.scalars(query))


def list_running_out(*, first: date, last: date) -> Sequence[Paper]:
    """Return the papers of open producers whose last day is among these."""
    query = (
        select(Paper)
        .join(Paper.producer)
        .where(Paper.removed_at.is_(None), Producer.closed_at.is_(None))
        .where(Paper.valid_until >= first, Paper.valid_until <= last)
        .options(joinedload(Paper.producer))
        .order_by(Paper.id)
    )
    return db.session.scalars(query).all()


def list_class_rules() -> dict[ProductClass, tuple[str, int]]:
    """Return what each class asks for, with the version of that word; 0 where none was said."""
    said = {each.product_class: each for each in db.session.scalars(select(ClassRule))}
    return {
        each: (said[each].qualification, said[each].version)
        if each in said
        else (rules.DEFAULT_QUALIFICATIONS[each], 0)
        for each in ProductClass
    }


def list_counting(producer_ids: Iterable[int], *, day: date) -> dict[int, set[PaperKind]]:
    """Return the kinds of paper that count on this day, by producer, in one query."""
    ids = set(producer_ids)
    query = select(Paper.producer_id, Paper.kind).where(
        Paper.producer_id.in_(ids), paper_counts(day=day)
    )
    held: dict[int, set[PaperKind]] = {each: set() for each in ids}
    for producer_id, kind in db.session.execute(query):
        held[producer_id].add(kind)
    return held
