"""The public list of tasks, one task, and what the home page shows of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.accounts.forms import EmptyForm
from core.clock import now, village_day
from core.house import Showing
from core.site.held import held
from core.site.pages import public_page
from core.web.guard import actor_or_none, public
from core.web.links import whole
from core.web.prose import prose
from core.words import _, dated
from services.access import RUN_TASKS
from services.volunteering.models import Shift, Source, Task
from services.volunteering.queries import listing, tasks
from services.volunteering.queries.listing import Places
from services.volunteering.queries.signups import standing_of, waits
from services.volunteering.queries.turns import was_asked
from services.volunteering.rules import tasks as rules
from services.volunteering.rules.times import in_words
from services.volunteering.rules.wishes import WHENS, Wish, read_wish
from services.volunteering.rules.words import LICENCES, SKILLS
from services.volunteering.views.blueprint import bp

AT_HOME = 4


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show where hands are wanted, as the address asks for it."""
    wish = read_wish(request.args, today=village_day(now()))
    return public_page("services/volunteering/home.html", lambda: of_list(wish), args=wish.args())


def of_list(wish: Wish) -> dict[str, Any]:
    """Read one page of tasks, and what they can be narrowed by."""
    at = now()
    places = places_now(at)
    found = listing.list_page(wish, at=at)
    return {
        "wish": wish,
        "tasks": found.lines,
        "older": address(wish.onward(found.after)) if found.after else "",
        "first": address(Wish(**{**vars(wish), "after": None})) if wish.after else "",
        "asked": asked_in_words(wish, places),
        "places": places,
        "whens": WHENS,
        "skills": SKILLS,
        "licences": LICENCES,
        "in_words": in_words,
        "today": village_day(at),
        "last_day": village_day(at + rules.FARTHEST),
        "canonical": whole(url_for("volunteering.home")),
    }


def places_now(at: datetime) -> Places:
    """Return where hands are wanted; read once a minute for all who browse."""
    return held("places for hands", lambda: listing.read_places(at=at), at=at)


def address(wish: Wish) -> str:
    return url_for("volunteering.home", **wish.args())  # type: ignore[arg-type]


def asked_in_words(wish: Wish, places: Places) -> list[str]:
    """Return what is asked for, in words."""
    said = (
        dated(wish.day, "MMMEd") if wish.day else "",
        WHENS[wish.when] if wish.when else "",
        (places.name_of(wish.where) or _("这个地方")) if wish.where else "",
        SKILLS.get(wish.skill, ""),
    )
    return [str(each) for each in said if each]


@bp.get("/<int:task_id>")
@public
def show(task_id: int) -> ResponseReturnValue:
    """Show a task: to who is signed in for themselves with what they can do, else as to all."""
    return public_page("services/volunteering/show.html", lambda: of_task(task_id), personal=True)


def of_task(task_id: int) -> dict[str, Any]:
    at, actor = now(), actor_or_none()
    if actor is not None and actor.is_proxy:
        actor = None  # one comes oneself: what the other has signed up for is not shown
    task = tasks.find_public(task_id) or abort(404)
    runs_it = actor is not None and RUN_TASKS.granted(actor, task)
    comes = actor is not None and tasks.comes(task.id, actor.person, at=at)
    knows = runs_it or comes
    if not (knows or is_shown(task, actor)):
        abort(404)
    why_not = rules.why_not_change(task.status)
    shifts = [] if why_not else tasks.list_shifts(task.id, since=at)
    return {
        "task": task,
        "shifts": shifts,
        "knows": knows,
        "runs_it": runs_it,
        "standing": standing_of(actor.person, shifts, at=at) if actor is not None else {},
        "form": EmptyForm() if actor is not None else None,
        "why_not": why_not,
        "words": prose(task.words, breaks=True) if task.words else "",
        "facts": facts_of(task, knows=knows, runs_it=runs_it),
        "asked": f"/help/coming/{task.id}" if comes and task.source is Source.HELP else "",
        "login": url_for("accounts.login", next=url_for("volunteering.show", task_id=task.id)),
        "in_words": in_words,
        "description": describe(task, shifts),
        "canonical": whole(url_for("volunteering.show", task_id=task.id)),
    }


def is_shown(task: Task, actor: Actor | None) -> bool:
    """Tell whether somebody who neither runs the task nor comes may read it.

    One in turn is shown to whom it is done for, and to whoever was asked or waits for a place.
    """
    if not rules.is_for_all(task.status, private=task.private):
        return False
    if not task.in_turn:
        return True
    if actor is None:
        return False
    is_served = task.served_id == actor.person
    return is_served or was_asked(task.id, actor.person) or waits(task.id, actor.person)


def facts_of(task: Task, *, knows: bool, runs_it: bool) -> list[tuple[str, str]]:
    """Return the facts and risks of a task in pairs; who does not come is told no address.

    Who has asked for help is told by the request, to whoever comes, from the evening before.
    """
    village = task.unit.name if task.unit else ""
    hidden = _("%(village)s，报了名就看得到地点", village=village or task.branch.name)
    place = " ".join(part for part in (village, task.place) if part)
    named = runs_it or (knows and task.source is not Source.HELP)
    served = task.served.name if named and task.served and not task.served.closed_at else ""
    return [
        (_("地点"), place if knows or not task.private else hidden),
        (_("帮谁"), served),
        (_("要会什么"), str(SKILLS.get(task.skill) or _("不限，愿意来就行"))),
        (_("要什么证"), str(LICENCES.get(task.licence, ""))),
        (_("年龄"), _("%(age)s 岁以上", age=task.min_age)),
        (_("风险"), task.risks or _("没有写，去之前可以打电话问")),
        (_("保险"), task.insurance or _("没有另买保险")),
        (_("谁组织"), task.branch.name),
        (_("电话"), task.branch.phone),
    ]


def describe(task: Task, shifts: Sequence[Shift]) -> str:
    """Say in one line when it is and where, for who passes it on."""
    first = in_words(shifts[0].starts_at, shifts[0].ends_at) if shifts else ""
    village = task.unit.name if task.unit else task.branch.name
    return " · ".join(part for part in (village, first) if part)


def showcase(at: datetime) -> Showing | None:
    """Show on the home page what begins soon and still lacks hands."""
    lines = held("hands wanted", lambda: listing.list_soonest(at=at, limit=AT_HOME), at=at)
    if not lines:
        return None
    facts = {"lines": lines, "in_words": in_words, "more": url_for("volunteering.home")}
    return Showing(template="services/volunteering/showing.html", order=30, facts=facts)
