"""The demo world's banks of questions, from the folders of its courses, and an exam passed."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from core.db import db, writing
from training.courses.demo import BEGUN, FOLDER, drafts, find_keeper, find_somebody, told
from training.courses.models import LessonKind
from training.exams.models import Attempt, Item, ItemKind
from training.exams.operations import items, sitting
from training.exams.queries.sittings import find_exam
from training.exams.rules.answers import Sent
from training.exams.rules.items import Said
from training.learning.demo import course_of

A_DAY, AFTER, A_WHILE = timedelta(days=1), timedelta(hours=6), timedelta(minutes=12)
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


def sit(at: datetime) -> None:
    """Let who has done all lessons pass the exam; nothing where anybody has sat one."""
    if db.session.scalar(select(Attempt.id).limit(1)):
        return
    for facts in told()["learner"]:
        if not facts.get("passes"):
            continue
        then = at - (facts["began"] - facts["lessons"] - 2) * A_DAY
        by = find_somebody(facts["name"], then)
        with writing():
            before = find_exam(course_of(facts["folder"]).id, person_id=by.person)
            if before is None:
                raise LookupError(facts["name"])
            attempt = sitting.start(before, by=by, at=then)
            sitting.save(attempt, Sent(answers=right_answers(attempt)), by=by, at=then + A_WHILE)
            sitting.hand_in(attempt, by=by, at=then + A_WHILE)


def right_answers(attempt: Attempt) -> dict[str, list[int]]:
    """Return what is right, by place in the paper, as the paper shows it."""
    found = {}
    for place, (item_id, order) in enumerate(attempt.paper):
        item = db.session.get_one(Item, item_id)
        if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
            answer = [shown for shown, choice in enumerate(order) if choice in item.answer]
        elif item.kind is ItemKind.ORDER:
            answer = [choice + 1 for choice in order]
        else:
            answer = list(item.answer)
        found[str(place)] = answer
    return found
