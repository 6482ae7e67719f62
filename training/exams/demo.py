"""The demo world's banks of questions, from the folders of its courses."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from core.db import db
from training.courses.demo import BEGUN, FOLDER, drafts, find_keeper, told
from training.courses.models import LessonKind
from training.exams.models import Item, ItemKind
from training.exams.operations import items
from training.exams.rules.items import Said

A_DAY, AFTER = timedelta(days=1), timedelta(hours=6)
Steps = Iterator[tuple[datetime, Callable[[], None]]]


def steps(at: datetime) -> Steps:
    """Yield when the keeper wrote the banks; nothing where there is a question."""
    if db.session.scalar(select(Item.id).limit(1)):
        return
    for said in told()["course"]:
        path = FOLDER / said["folder"] / "bank.toml"
        if path.exists():
            then = at - BEGUN * A_DAY + AFTER
            bank = tomllib.loads(path.read_text("utf-8"))["items"]
            yield then, partial(fill, said["folder"], bank, then)


def fill(folder: str, bank: list[Mapping[str, Any]], then: datetime) -> None:
    """Write the bank of one course."""
    draft = next(version for _number, name, version in drafts() if name == folder)
    keys = [each.key for each in draft.lessons if each.kind is LessonKind.TEXT]
    by = find_keeper(then)
    for each in bank:
        items.add(draft, said_of(each, keys), by=by, at=then)


def said_of(facts: Mapping[str, Any], keys: list[int]) -> Said:
    """Return an item as its teacher says it; the file counts choices and lessons from one."""
    kind = ItemKind(facts["kind"])
    answer = facts.get("answer", [])
    if kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        answer = [place - 1 for place in answer]
    elif kind in {ItemKind.TRUTH, ItemKind.NUMBER}:
        answer = [int(answer)]
    return Said(
        kind=kind,
        text=facts["text"],
        lesson_key=keys[facts["lesson"] - 1],
        choices=list(facts.get("choices", [])),
        answer=list(answer),
        tolerance=facts.get("tolerance", 0),
        why=facts["why"],
    )
