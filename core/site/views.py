"""The pages that belong to nobody: home, about, contact, rules, privacy."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now, village_day
from core.house import HOUSE, MenuEntry, Showing
from core.site import queries
from core.site.models import SheetKind
from core.site.pages import public_page
from core.site.shell import shell
from core.site.terms import term_on
from core.web.guard import public
from core.web.links import whole
from core.web.prose import prose
from core.words import _l

bp = Blueprint("site", __name__)
BULLETINS = 6
TITLES = {SheetKind.RULES: _l("平台规则"), SheetKind.PRIVACY: _l("隐私政策")}


def is_visitor(actor: Actor | None) -> bool:
    return actor is None


def is_signed_in(actor: Actor | None) -> bool:
    return actor is not None


def is_officer(actor: Actor | None) -> bool:
    return actor is not None and bool(actor.offices)


MENU = (
    MenuEntry(place="main", title=_l("首页"), endpoint="site.home", order=0),
    MenuEntry(place="bar", title=_l("首页"), endpoint="site.home", order=0, icon="house"),
    MenuEntry(
        place="door",
        title=_l("支部工作台"),
        endpoint="desk.home",
        order=65,
        icon="clipboard-check",
        note=_l("等我办的事"),
        when=is_officer,
    ),
    MenuEntry(
        place="door",
        title=_l("我的消息"),
        endpoint="inbox.home",
        order=70,
        icon="notices",
        note=_l("通知和提醒"),
        when=is_signed_in,
    ),
    MenuEntry(
        place="door",
        title=_l("注册账号"),
        endpoint="accounts.register",
        order=80,
        icon="person-plus",
        note=_l("有手机号就行"),
        when=is_visitor,
    ),
    MenuEntry(
        place="door",
        title=_l("有事要问"),
        endpoint="site.contact",
        order=90,
        icon="help",
        note=_l("客服电话、12315"),
    ),
)
ROBOTS = "\n".join(
    (
        "User-agent: *",
        *(
            f"Disallow: {place}"
            for place in (
                "/admin/",
                "/desk/",
                "/operate/",
                "/sell/",
                "/me/",
                "/inbox",
                "/login",
            )
        ),
        "",
    )
)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the season, the doors that are open, and what is new."""
    return public_page("core/site/home.html", of_home, personal=True)


def of_home() -> dict[str, Any]:
    at, actor = now(), shell().actor
    of_village = []
    if actor is not None and actor.unit_id is not None:
        of_village = queries.list_newest_bulletins(at=at, limit=BULLETINS, unit_id=actor.unit_id)
    return {
        "term": term_on(village_day(at)),
        "today": village_day(at),
        "doors": shell().doors,
        "showings": what_shows(at),
        "of_village": of_village,
        "bulletins": of_village or queries.list_newest_bulletins(at=at, limit=BULLETINS),
    }


def what_shows(at: datetime) -> list[Showing]:
    """Ask each area what it has for the home page now."""
    shown = [showing for show in HOUSE.showcase if (showing := show(at)) is not None]
    return sorted(shown, key=lambda showing: showing.order)


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    return public_page("core/site/about.html", dict)


@bp.get("/contact")
@public
def contact() -> ResponseReturnValue:
    return public_page("core/site/contact.html", dict)


@bp.get("/rules")
@public
def rules() -> ResponseReturnValue:
    return public_page("core/site/sheet.html", lambda: of_sheet(SheetKind.RULES))


@bp.get("/rules/<int:number>")
@public
def rules_version(number: int) -> ResponseReturnValue:
    return public_page("core/site/sheet.html", lambda: of_sheet(SheetKind.RULES, number))


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return public_page("core/site/sheet.html", lambda: of_sheet(SheetKind.PRIVACY))


@bp.get("/privacy/<int:number>")
@public
def privacy_version(number: int) -> ResponseReturnValue:
    return public_page("core/site/sheet.html", lambda: of_sheet(SheetKind.PRIVACY, number))


def of_sheet(kind: SheetKind, number: int | None = None) -> dict[str, Any]:
    """Read the version in force, or the one asked for, and what else there is."""
    at = now()
    versions = queries.list_sheets(kind)
    in_force = max(
        (each for each in versions if each.effective_at <= at),
        key=lambda each: (each.effective_at, each.number),
        default=None,
    )
    wanted = number if number is not None or in_force is None else in_force.number
    shown = None if wanted is None else queries.find_numbered(kind, wanted)
    if number is not None and shown is None:
        abort(404)
    return {
        "title": TITLES[kind],
        "endpoint": f"site.{kind.value}",
        "shown": shown,
        "in_force": in_force.number if in_force else 0,
        "text": prose(shown.text) if shown else "",
        "coming": [each for each in versions if each.effective_at > at][::-1],
        "versions": versions,
        "at": at,
    }


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Tell search engines to leave alone what is nobody's business."""
    map_of_all = whole(url_for("outward.sitemap"))
    return Response(f"{ROBOTS}\nSitemap: {map_of_all}\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Lead browsers that ask by the old name to the drawing."""
    return redirect(url_for("static", filename="img/favicon.svg"), 301)
