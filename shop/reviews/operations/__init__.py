"""Reviewing, answering, hiding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, select, update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.telling import tell
from core.cache.operations import bump
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.storage.models import StoredFile
from core.storage.operations import close_to_all
from core.words import _
from shop.catalog.models import Product
from shop.catalog.rules import why_not_say
from shop.orders.models import OrderLine
from shop.reviews import queries, rules
from shop.reviews.models import Review, ReviewPicture

TABLE = Review.__tablename__


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a buyer says of what came: stars, words, pictures that are kept already."""

    stars: int
    text: str = ""
    pictures: Sequence[StoredFile] = ()


def review(line: OrderLine, said: Said, *, by: Actor, at: datetime) -> Review:
    """Review what was received, once and for good; the producer hears of it."""
    is_reviewed = queries.find_of_line(line.id) is not None
    refuse_if(rules.why_not_review(line, is_reviewed=is_reviewed))
    if len(said.pictures) > rules.MOST_PICTURES:
        raise Refused(_("最多 %(most)s 张照片", most=rules.MOST_PICTURES), field="picture")
    review_id = _insert(line, said, by=by, at=at)
    if review_id is None:  # the same line was reviewed at the same moment
        raise Refused(rules.why_not_review(line, is_reviewed=True) or "")
    for each in said.pictures:
        db.session.add(ReviewPicture(review_id=review_id, file_id=each.id))
    _count(line.about, reviews=1, stars=said.stars)
    made = db.session.get_one(Review, review_id)
    record("review", TABLE, review_id, by=by, at=at, became=str(said.stars))
    bump()
    tell(
        [line.order.responsible_id],
        "reviews.came",
        about=f"{TABLE}:{review_id}",
        url=f"/sell/{line.order.producer_id}/reviews",
        facts={"title": line.title, "stars": str(said.stars)},
        at=at,
    )
    return made


def answer(review: Review, *, text: str, by: Actor, at: datetime) -> None:
    """Answer once, in the producer's name; the reviewer hears of it."""
    refuse_if(rules.why_not_answer(review))
    refuse_if(why_not_say(text), field="answer")
    step = _of(review).where(Review.answered_at.is_(None))
    done = changed(step.values(answer=text, answered_at=at, answered_by=by.person))
    db.session.refresh(review)
    if not done:
        raise Refused(rules.why_not_answer(review) or "")
    record("answer", TABLE, review.id, by=by, at=at, became=text[:200])
    bump()
    _tell_reviewer(review, "reviews.answered", at=at)


def hide(review: Review, *, why: str, by: Actor, at: datetime) -> None:
    """Hide what the law forbids; why stands in its place, and the reviewer hears of it.

    Nothing is deleted. It counts no more, and its pictures are for nobody to open.
    """
    refuse_if(rules.why_not_hide(by.person, review))
    done = changed(_of(review).values(hidden_at=at, hidden_by=by.person, hidden_why=why))
    db.session.refresh(review)
    if not done:
        raise Refused(rules.why_not_hide(by.person, review) or "")
    _count(review.product_id, reviews=-1, stars=-review.stars)
    pictures = select(ReviewPicture.file_id).where(ReviewPicture.review_id == review.id)
    close_to_all(db.session.scalars(pictures).all())
    record("hide", TABLE, review.id, by=by, at=at, became=why)
    bump()
    _tell_reviewer(review, "reviews.hidden", at=at)


def _insert(line: OrderLine, said: Said, *, by: Actor, at: datetime) -> int | None:
    """Return the new id; None where the line has a review."""
    new = insert_or(Review).values(
        product_id=line.about,
        line_id=line.id,
        person_id=by.person,
        stars=said.stars,
        text=said.text,
        made_at=at,
        answer="",
        hidden_why="",
    )
    once = new.on_conflict_do_nothing(index_elements=[Review.line_id])
    found: int | None = db.session.scalar(once.returning(Review.id))
    return found


def _of(review: Review) -> Update:
    return update(Review).where(Review.id == review.id, Review.hidden_at.is_(None))


def _count(product_id: int, *, reviews: int, stars: int) -> None:
    """Move the product's counters by so much, whatever others do to them meanwhile."""
    step = update(Product).where(Product.id == product_id)
    moved = {"reviews": Product.reviews + reviews, "stars": Product.stars + stars}
    db.session.execute(step.values(moved), execution_options={"synchronize_session": False})


def _tell_reviewer(review: Review, event: str, *, at: datetime) -> None:
    line = review.line
    tell(
        [review.person_id],
        event,
        about=f"{TABLE}:{review.id}",
        url=f"/orders/{line.order.ref}/lines/{line.id}/review",
        facts={"title": line.title},
        at=at,
    )
