"""Courses as things that people find."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for

from core.hooks import Facet, FeedEntry, Hit
from core.ports import Document
from core.words import _, _l
from training.courses.rules import SUBJECTS
from training.school.queries import listing, searched
from training.school.queries.listing import Tile
from training.school.rules import long


class Courses:
    """Courses: found by their words, their lessons, and who holds them where."""

    kind = searched.COURSE
    title = _l("课程")

    def documents(self, refs: Sequence[int]) -> Sequence[Document]:
        return [
            Document(kind=self.kind, ref=each.id, title=each.title, text=text_of(each))
            for each in searched.list_words(refs)
        ]

    def refs(self, *, after: int, limit: int) -> Sequence[int]:
        return searched.list_refs(after=after, limit=limit)

    def shown(
        self, refs: Sequence[int], filters: Mapping[str, str], *, at: datetime
    ) -> tuple[Sequence[Hit], Sequence[Facet]]:
        """Return those that are shown now; filters of other kinds leave no course."""
        if any(filters.values()):
            return (), ()
        return [hit_of(each) for each in listing.list_by_id(refs, at=at)], ()

    def visible(self, refs: Sequence[int], *, at: datetime) -> set[int]:
        return searched.to_see(refs, at=at)

    def like(self, words: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
        return listing.list_like(words, limit=limit, at=at)

    def addresses(
        self, *, after: int, limit: int, at: datetime
    ) -> Sequence[tuple[int, str, datetime | None]]:
        found = searched.list_changed(after=after, limit=limit, at=at)
        return [(ref, url_for("learn.show", course_id=ref), changed) for ref, changed in found]


def text_of(words: searched.Words) -> str:
    """Return all that a course is found by besides its title."""
    parts = (
        *(str(SUBJECTS[words.subject]), words.summary, words.for_whom),
        *words.lessons,
        *(words.organiser, words.village),
    )
    return " ".join(part for part in parts if part)


def hit_of(tile: Tile) -> Hit:
    return Hit(
        kind=searched.COURSE,
        ref=tile.id,
        title=tile.title,
        url=url_for("learn.show", course_id=tile.id),
        meta=f"{SUBJECTS[tile.subject]} · {long(tile.minutes)} · {tile.organiser}",
        seal=_("%(branch)s已核验", branch=tile.branch),
        seal_day=tile.visited,
    )


def feed(at: datetime, limit: int) -> Sequence[FeedEntry]:
    """Return the courses that were switched on last."""
    return [
        FeedEntry(
            url=url_for("learn.show", course_id=each.id),
            title=each.title,
            text=f"{each.organiser} · {each.summary}",
            at=each.listed_at,
        )
        for each in listing.list_newest(at=at, limit=limit)
    ]
