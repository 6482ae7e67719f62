"""Tasks as things that people find."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for

from core.branches.findable import UNIT
from core.hooks import Facet, Hit
from core.ports import Document
from core.search.operations import mark
from core.words import _l
from services.volunteering.queries import listing, searched
from services.volunteering.queries.listing import Line
from services.volunteering.rules.times import in_words
from services.volunteering.rules.words import SKILLS


class Tasks:
    """Open tasks: found by what is to be done, where, and by which skill."""

    kind = searched.TASK
    title = _l("志愿服务")

    def documents(self, refs: Sequence[int]) -> Sequence[Document]:
        return [
            Document(kind=self.kind, ref=each.id, title=each.title, text=text_of(each))
            for each in searched.list_words(refs)
        ]

    def refs(self, *, after: int, limit: int) -> Sequence[int]:
        return searched.list_refs(after=after, limit=limit)

    def shown(
        self,
        refs: Sequence[int],
        filters: Mapping[str, str],
        *,
        at: datetime,
    ) -> tuple[Sequence[Hit], Sequence[Facet]]:
        """Return what one can still come to; filters of other kinds leave no task."""
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
        found = searched.list_addresses(after=after, limit=limit, at=at)
        return [(ref, url_for("volunteering.show", task_id=ref), made) for ref, made in found]


def text_of(words: searched.Words) -> str:
    """Return all that a task is found by besides its title."""
    skill = str(SKILLS.get(words.skill, ""))
    parts = (words.words, skill, words.place, words.village, words.branch)
    return " ".join(part for part in parts if part)


def hit_of(line: Line) -> Hit:
    where = line.village or line.branch
    return Hit(
        kind=searched.TASK,
        ref=line.id,
        title=line.title,
        url=url_for("volunteering.show", task_id=line.id),
        meta=f"{where} · {in_words(line.starts_at, line.ends_at)}",
    )


def renamed(kind: str, ref: int, *, at: datetime) -> None:
    """Have written anew what is found by the name of the village it is in."""
    if kind == UNIT:
        mark(searched.TASK, searched.list_of_unit(ref), at=at)
