"""What every page's frame shows: bars, the operator, who is signed in, how it speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import current_app, g, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from core.access import Actor
from core.house import HOUSE, MenuEntry
from core.site.queries import facts
from core.web import manner
from core.web.guard import actor_or_none, is_trusted, local, refuse_for_all


@dataclass(frozen=True)
class Entry:
    """A menu entry as a page shows it."""

    title: str
    url: str
    icon: str
    note: str
    current: bool


@dataclass(frozen=True)
class Operator:
    """Who answers for the site: the licence block."""

    site_name: str
    county: str
    name: str
    credit_code: str
    address: str
    phone: str
    email: str
    filing: str
    no_registration: str
    licence_url: str


class Shell:
    """The frame of a page; each part is made when a layout asks for it."""

    @property
    def actor(self) -> Actor | None:
        return actor_or_none()

    @property
    def acting(self) -> Actor | None:
        """Who is behind the request, where somebody is acted for."""
        refuse_for_all()
        return self._acting

    @cached_property
    def _acting(self) -> Actor | None:
        actor = self.actor
        return actor if actor is not None and actor.is_proxy else None

    @property
    def elder(self) -> bool:
        return manner.elder()

    @property
    def lang(self) -> str:
        return manner.LANGUAGES[manner.language()]

    @property
    def demo(self) -> bool:
        return bool(HOUSE.settings.demo)

    @property
    def csrf(self) -> str:
        """The token of the switches in the masthead; a visitor without a session needs none."""
        return str(generate_csrf()) if session else ""

    @property
    def back(self) -> str:
        """Where the switches in the masthead lead back to."""
        if "back" in g:  # a page that many share names no more than it reads
            return local(g.back)
        return local(request.full_path.rstrip("?") if request.method == "GET" else request.path)

    @property
    def unread(self) -> int:
        return int(current_user.unread) if self.actor else 0

    @cached_property
    def operator(self) -> Operator:
        known = dict(facts())
        ref = known.pop("licence_ref")
        url = url_for("files.show", ref=ref) if ref else ""
        kept = {name: known[name] for name in Operator.__annotations__ if name != "licence_url"}
        return Operator(licence_url=url, **kept)

    def entries(self, place: str, *, of_all: bool = False, **about: int) -> list[Entry]:
        """Return the menu of this place that this visitor may see; `about` fills its addresses.

        `of_all` leaves what everybody has, whoever looks.
        """
        acting = None if of_all else self.acting
        found = [
            (each, url)
            for each in HOUSE.menu
            if each.place == place
            and not (of_all and each.when)
            and (acting is None or leads_on(each.endpoint, acting))
            and (url := self._address(each, about)) is not None
        ]
        here = request.path
        leads_here = [
            url for _, url in found if here == url or (url != "/" and here.startswith(url))
        ]
        belongs = {request.blueprint, request.endpoint}
        own = [url for each, url in found if not belongs.isdisjoint(each.also)]
        current = max(own or leads_here, key=len, default=None)
        return [
            Entry(str(each.title), url, each.icon, str(each.note), url == current)
            for each, url in found
        ]

    @property
    def main(self) -> list[Entry]:
        return self.entries("main")

    @property
    def bar(self) -> list[Entry]:
        return self.entries("bar")

    @property
    def tools(self) -> list[Entry]:
        return self.entries("tool")

    @property
    def doors(self) -> list[Entry]:
        return self.entries("door")

    @property
    def doors_of_all(self) -> list[Entry]:
        """The doors that a page may show which is the same for everybody."""
        return self.entries("door", of_all=True)

    @property
    def desk(self) -> list[Entry]:
        return self.entries("desk")

    @property
    def operate(self) -> list[Entry]:
        return self.entries("operate")

    @property
    def admin(self) -> list[Entry]:
        return self.entries("admin")

    @property
    def me(self) -> list[Entry]:
        return self.entries("me")

    def _address(self, each: MenuEntry, about: Mapping[str, int]) -> str | None:
        """Return where the entry leads, or None where this visitor may not go there."""
        rule = next(current_app.url_map.iter_rules(each.endpoint))
        if "branch_id" not in rule.arguments:
            allowed = rule.arguments <= about.keys() and (
                each.when is None or each.when(self.actor)
            )
            named: dict[str, Any] = {name: about[name] for name in rule.arguments if allowed}
            return url_for(each.endpoint, **named) if allowed else None
        branch_id = self._desk_of
        if branch_id is None or not (each.when is None or each.when(self._at_desk)):
            return None
        return url_for(each.endpoint, branch_id=branch_id)

    @cached_property
    def _at_desk(self) -> Actor | None:
        """Who is behind the request, with the offices in the branch shown and no others."""
        if self.actor is None:
            return None
        here = frozenset(each for each in self.actor.offices if each.branch_id == self._desk_of)
        return replace(self.actor, offices=here)

    @cached_property
    def _desk_of(self) -> int | None:
        """The branch whose desk this page is on: the one in the address, else the first of mine."""
        mine = self.actor.branches_as() if self.actor else set()
        named = (request.view_args or {}).get("branch_id")
        return named if named in mine else min(mine, default=None)


def leads_on(endpoint: str, acting: Actor) -> bool:
    """Tell whether this one, who acts for another, is let in there."""
    view = vars(current_app.view_functions[endpoint])
    return is_trusted(acting, view["scope"]) or (view["access"], view["scope"]) == ("public", "")


def shell() -> Shell:
    """Return the frame of this request's page."""
    if "shell" not in g:
        g.shell = Shell()
    found: Shell = g.shell
    return found
