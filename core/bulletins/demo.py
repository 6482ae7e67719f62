"""The demo world's boards, from the files in `demo/`, put up as officers put them up."""

import re
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.accounts.models import Person
from core.branches.actors import find_actor, in_office
from core.branches.models import Branch, OfficeTerm
from core.bulletins import operations
from core.bulletins.models import Bulletin
from core.clock import village_day
from core.db import db

BOARDS = Path(__file__).parent / "demo"
DAY = re.compile(r"\{([+-]\d+)\}")


def fill(at: datetime) -> None:
    """Hang up what the files say, inside the open `writing()`; boards that have any stay so."""
    if db.session.scalar(select(Bulletin.id).limit(1)):
        return
    for board in sorted(BOARDS.glob("*.toml")):
        for facts in tomllib.loads(board.read_text("utf-8"))["bulletin"]:
            hang(facts, at)


def hang(facts: dict[str, Any], at: datetime) -> None:
    """Put up one sheet by the officer that the file names; it hangs since some days."""
    today = village_day(at)
    branch = db.session.scalars(select(Branch).where(Branch.name == facts["branch"])).one()
    term = (
        select(OfficeTerm.person_id)
        .join(Person, Person.id == OfficeTerm.person_id)
        .where(OfficeTerm.branch_id == branch.id, Person.name == facts["by"], in_office(today))
    )
    by = find_actor(db.session.scalars(term).one(), at=at)
    if by is None:
        raise LookupError(facts["by"])
    operations.post(
        branch,
        title=facts["title"],
        text=said_on(today, facts["text"].strip()),
        until=today + timedelta(days=facts["hangs"]),
        tell=facts.get("tell", False),
        by=by,
        at=at + timedelta(days=facts["posted"]),
    )


def said_on(today: date, text: str) -> str:
    """Return the text with its days, counted from today, as people write them."""

    def day(match: re.Match[str]) -> str:
        meant = today + timedelta(days=int(match[1]))
        return f"{meant.month}月{meant.day}日"

    return DAY.sub(day, text)
