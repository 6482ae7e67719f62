"""What officers do with their board."""

from datetime import date, datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update

from core.access import Actor
from core.accounts.telling import tell as tell_people
from core.branches.models import Branch
from core.bulletins import rules
from core.bulletins.models import Bulletin
from core.bulletins.queries import POSTED, about, list_untold
from core.cache.operations import bump
from core.clock import village_day
from core.db import after_commit, db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.words import _

BATCH = 500  # villagers told in one transaction


def post(
    branch: Branch, *, title: str, text: str, until: date, tell: bool, by: Actor, at: datetime
) -> Bulletin:
    """Put a sheet on the board until the end of a day; with `tell` also into inboxes, soon."""
    if branch.closed_at:
        raise Refused(_("这个支部已经撤销"))
    refuse_if(rules.why_not_hang_until(until, today=village_day(at)), field="until")
    bulletin = Bulletin(
        branch=branch,
        title=title,
        text=text,
        until=until,
        tell=tell,
        posted_at=at,
        posted_by=by.person,
        keeper_id=by.person,
    )
    db.session.add(bulletin)
    db.session.flush()
    record("post", Bulletin.__tablename__, bulletin.id, by=by, at=at, became=title)
    bump()
    if tell:
        after_commit(partial(HOUSE.queue.nudge, "bulletins.tell", bulletin.id))
    return bulletin


def edit(
    bulletin: Bulletin,
    *,
    version: int,
    title: str,
    text: str,
    until: date,
    by: Actor,
    at: datetime,
) -> None:
    """Change what the sheet says or how long it hangs.

    `version` is the one the writer began from; `Overtaken` when somebody saved another meanwhile.
    """
    refuse_if(rules.why_not_change(bulletin))
    if until != bulletin.until:
        refuse_if(rules.why_not_hang_until(until, today=village_day(at)), field="until")
    was = bulletin.title
    step = (
        update(Bulletin)
        .where(Bulletin.id == bulletin.id, Bulletin.version == version)
        .where(Bulletin.taken_down_at.is_(None))
        .values(title=title, text=text, until=until, version=version + 1)
    )
    if not _changed(step):
        db.session.refresh(bulletin)
        refuse_if(rules.why_not_change(bulletin))
        raise Overtaken(
            _("您改的时候，别人先存了一版"),
            theirs=rules.as_text(bulletin.title, bulletin.text, bulletin.until),
            mine=rules.as_text(title, text, until),
        )
    record("edit", Bulletin.__tablename__, bulletin.id, by=by, at=at, was=was, became=title)
    bump()


def take_down(bulletin: Bulletin, *, by: Actor, at: datetime) -> None:
    """Take the sheet from the board; the public sees it no more."""
    step = update(Bulletin).where(Bulletin.id == bulletin.id, Bulletin.taken_down_at.is_(None))
    if not _changed(step.values(taken_down_at=at)):
        raise Refused(_("这张通知已经取下了"))
    record("take_down", Bulletin.__tablename__, bulletin.id, by=by, at=at, was=bulletin.title)
    bump()


def tell_some(bulletin: Bulletin, *, at: datetime) -> bool:
    """Tell the next batch of villagers; return whether more are left.

    When all were told, or the sheet hangs no more, that is noted and nobody is told again.
    """
    db.session.refresh(bulletin)
    if bulletin.told_at or not bulletin.tell:
        return False
    hangs = rules.hangs(bulletin, today=village_day(at)) and not bulletin.branch.closed_at
    people = list_untold(bulletin, limit=BATCH) if hangs else []
    if not people:
        bulletin.told_at = at
        return False
    facts = {"branch": bulletin.branch.name, "title": bulletin.title}
    url = f"/branches/{bulletin.branch_id}/bulletins/{bulletin.id}"
    tell_people(people, POSTED, about=about(bulletin), url=url, facts=facts, at=at)
    return True


def hand_over(branch_id: int, *, old: int, new: int, by: Actor, at: datetime) -> int:
    """Give what the old officer has hanging on the board to the new one to answer for."""
    hanging = (
        update(Bulletin)
        .where(Bulletin.branch_id == branch_id, Bulletin.keeper_id == old)
        .where(Bulletin.taken_down_at.is_(None), Bulletin.until >= village_day(at))
    )
    count = _changed(hanging.values(keeper_id=new))
    if count:
        record(
            "hand_over_bulletins",
            Branch.__tablename__,
            branch_id,
            by=by,
            at=at,
            was=str(old),
            became=f"{new}: {count}",
        )
    return count


def _changed(step: Update) -> int:
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount
