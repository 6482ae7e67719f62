"""What of volunteering waits for an officer, and what the desk counts."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from core.access import Actor
from core.house import Figure, WaitingItem
from core.words import _, dated
from services.volunteering.queries.figures import counts_of, list_short
from services.volunteering.queries.needs import list_needs
from services.volunteering.rules import tasks as rules

SHOWN = 10  # things by name; how many more there are is said in a line


def list_waiting(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield needs that nobody has made a task of, and shifts that begin soon and lack hands."""
    branch_ids = actor.branches_as()
    if not branch_ids:
        return
    yield from open_needs(branch_ids, at)
    short = list_short(branch_ids, at=at, within=rules.MISSING_SOON, limit=SHOWN + 1)
    for each in short[:SHOWN]:
        yield WaitingItem(
            what=_(
                "%(day)s还缺 %(count)s 个人：%(title)s",
                day=dated(each.starts_at, "MMMd"),
                count=each.left,
                title=each.title,
            ),
            since=each.starts_at - rules.MISSING_SOON,
            due=each.starts_at,
            url=url_for("volunteering_desk.show", branch_id=each.branch_id, task_id=each.task_id),
        )
    if len(short) > SHOWN:
        last = short[SHOWN]
        yield WaitingItem(
            what=_("还有 %(count)s 班缺人手", count=last.in_all - SHOWN),
            since=last.starts_at - rules.MISSING_SOON,
            due=last.starts_at,
            url=url_for("volunteering_desk.home", branch_id=last.branch_id),
        )


def open_needs(branch_ids: set[int], at: datetime) -> Iterator[WaitingItem]:
    """Yield what may become a volunteer task and is none yet; what is paid waits for nobody."""
    wanted = [
        each
        for each in list_needs(branch_ids, at=at)
        if each.task_id is None and rules.why_not_from(each.need, at=at) is None
    ]
    for each in wanted[:SHOWN]:
        yield WaitingItem(
            what=_("%(who)s要人手：%(title)s", who=each.need.owner, title=each.need.title),
            since=at,
            due=each.need.starts_at,
            url=url_for(
                "volunteering_desk.make",
                branch_id=each.branch_id,
                kind=each.need.kind,
                ref=each.need.ref,
            ),
        )
    if len(wanted) > SHOWN:
        following = wanted[SHOWN]
        yield WaitingItem(
            what=_("还有 %(count)s 家要人手", count=len(wanted) - SHOWN),
            since=at,
            due=following.need.starts_at,
            url=url_for("volunteering_desk.home", branch_id=following.branch_id),
        )


def list_figures(branch_id: int, _at: datetime) -> Iterator[Figure]:
    """Yield how many tasks are open, and how many villagers want to be asked."""
    counts = counts_of(branch_id)
    yield Figure(title=_("进行中的志愿服务"), value=counts.tasks, of_people=False)
    yield Figure(title=_("愿意帮忙的村民"), value=counts.willing)
