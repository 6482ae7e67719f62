"""What somebody has said of goods, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.cache.operations import bump
from core.db import db
from core.storage.models import StoredFile
from shop.reviews.models import Review, ReviewPicture


class OwnReviews:
    """Somebody's reviews, and what they answered to those of others (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        made = select(Review).where(Review.person_id == person_id).order_by(Review.id)
        answered = select(Review).where(Review.answered_by == person_id).order_by(Review.id)
        pictures = _pictures_of(person_id)
        return {
            "reviews": [
                {
                    "product": each.product_id,
                    "order_line": each.line_id,
                    "stars": each.stars,
                    "text": each.text,
                    "pictures": " ".join(pictures.get(each.id, ())),
                    "made_at": each.made_at,
                    "answer": each.answer,
                    "answered_at": each.answered_at,
                    "hidden_at": each.hidden_at,
                    "hidden_why": each.hidden_why,
                }
                for each in db.session.scalars(made)
            ],
            "review_answers": [
                {
                    "product": each.product_id,
                    "review": each.id,
                    "answer": each.answer,
                    "answered_at": each.answered_at,
                }
                for each in db.session.scalars(answered)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Leave stars, words and answers: nobody may delete a review (E-commerce law 39).

        Its link is the blanked person from now on, named 已注销的用户; its pictures go with all
        files of that person.
        """
        bump()


def _pictures_of(person_id: int) -> dict[int, list[str]]:
    query = (
        select(ReviewPicture.review_id, StoredFile.ref)
        .join(Review, Review.id == ReviewPicture.review_id)
        .join(StoredFile, StoredFile.id == ReviewPicture.file_id)
        .where(Review.person_id == person_id, StoredFile.deleted_at.is_(None))
        .order_by(ReviewPicture.id)
    )
    found: dict[int, list[str]] = {}
    for review_id, ref in db.session.execute(query):
        found.setdefault(review_id, []).append(ref)
    return found
