"""What search engines and readers of news ask for: the map of all public pages, and the feed."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from core.cache.pages import KEPT_SECONDS
from core.clock import now
from core.hooks import FeedEntry, Searchable
from core.house import HOUSE
from core.site.held import held
from core.site.pages import MINUTE, shared
from core.site.queries import facts, list_newest_bulletins, version_now
from core.web import manner
from core.web.guard import public
from core.web.links import whole
from core.words import _

bp = Blueprint("outward", __name__)
PART = 5000  # refs, and so addresses, in one map
ENTRIES = 40  # in the feed
HOUR = 3600
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
ATOM = "http://www.w3.org/2005/Atom"
UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # for XML 1.0
PAGES = "pages"  # the part that names those which are there once
OWN_PAGES = ("site.about", "site.contact", "site.rules", "site.privacy")
Line = tuple[str, datetime | None]


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """Name all public pages; where there may be many, the parts in which they are named.

    Where parts begin changes rarely, and what was withdrawn is not in them.
    """
    if held("large map", is_large, at=now()):
        return kept("application/xml", f"parts:{this(HOUR)}", of_parts, seconds=HOUR)
    return kept("application/xml", f"map:{this(MINUTE)}:{version_now()}", whole_map)


@bp.get("/sitemap/<kind>/<int:after>.xml")
@public
def sitemap_part(kind: str, after: int) -> ResponseReturnValue:
    """Name the pages of one kind that follow this one, up to where the next part begins."""
    found = kinds().get(kind)
    if after % PART or (found is None and (kind, after) != (PAGES, 0)):
        abort(404)
    key = f"part:{kind}:{after}:{this(MINUTE)}:{version_now()}"
    return kept("application/xml", key, lambda: of_pages(part_of(found, after, at=now())))


@bp.get("/feed.atom")
@public
def feed() -> ResponseReturnValue:
    """Name what came last: goods and notices."""
    key = f"feed:{manner.language()}:{this(MINUTE)}:{version_now()}"
    return kept("application/atom+xml", key, written_feed)


def kept(
    mimetype: str, key: str, make: Callable[[], ET.Element], *, seconds: int = KEPT_SECONDS
) -> Response:
    """Answer with what is written once for all who ask while the key is the same."""
    return shared(f"xml:{key}", lambda: as_text(make()), mimetype=mimetype, seconds=seconds)


def this(seconds: int) -> int:
    """Return the number of the minute, or the hour, that it is now."""
    return int(now().timestamp()) // seconds


def as_text(root: ET.Element) -> str:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.decode()


def kinds() -> dict[str, Searchable]:
    return {each.kind: each for each in HOUSE.searchable}


def own_pages() -> list[Line]:
    """Return the pages that are there once: those of the masthead, and those of the foot."""
    menu = [each.endpoint for each in HOUSE.menu if each.place == "main" and each.when is None]
    return [(url_for(endpoint), None) for endpoint in dict.fromkeys((*menu, *OWN_PAGES))]


def part_of(kind: Searchable | None, after: int, *, at: datetime) -> list[Line]:
    """Return a part of one kind, or the pages that are there once; 404 where there is none."""
    if kind is None:
        return own_pages()
    found = kind.addresses(after=after, limit=PART, at=at)
    return [(path, changed) for ref, path, changed in found if ref <= after + PART] or abort(404)


def is_large() -> bool:
    """Tell whether one map might not hold all; only refs are read, not what the public may see."""
    room = PART - len(own_pages())
    for kind in kinds().values():
        room -= len(kind.refs(after=0, limit=room + 1))
        if room < 0:
            return True
    return False


def whole_map() -> ET.Element:
    at, lines = now(), own_pages()
    for kind in kinds().values():
        found = kind.addresses(after=0, limit=PART, at=at)
        lines += [(path, changed) for _ref, path, changed in found]
    return of_pages(lines)


def of_pages(lines: Iterable[Line]) -> ET.Element:
    root = ET.Element("urlset", xmlns=MAP)
    for path, changed in lines:
        page = ET.SubElement(root, "url")
        say(page, "loc", whole(path))
        if changed:
            say(page, "lastmod", changed.isoformat(timespec="seconds"))
    return root


def of_parts() -> ET.Element:
    """Name the parts of each kind by where they begin: at each whole multiple of so many refs.

    So a part stays the same while things come and go, and no number that somebody makes up is
    one. Of each part one address is read, the first.
    """
    at, begins = now(), [(PAGES, 0)]
    for name, kind in kinds().items():
        after = 0
        while found := kind.addresses(after=after, limit=1, at=at):
            after = (found[0][0] - 1) // PART * PART
            begins.append((name, after))
            after += PART
    root = ET.Element("sitemapindex", xmlns=MAP)
    for name, after in begins:
        part = ET.SubElement(root, "sitemap")
        say(part, "loc", whole(url_for("outward.sitemap_part", kind=name, after=after)))
    return root


def written_feed() -> ET.Element:
    at = now()
    entries = newest(at)
    operator = facts()
    root = ET.Element("feed", xmlns=ATOM)
    say(root, "id", whole(url_for("outward.feed")))
    say(root, "title", _("%(site)s：新上架的和新通知", site=operator["site_name"]))
    say(root, "updated", (entries[0].at if entries else at).isoformat(timespec="seconds"))
    ET.SubElement(root, "link", rel="self", href=whole(url_for("outward.feed")))
    ET.SubElement(root, "link", rel="alternate", href=whole("/"))
    say(ET.SubElement(root, "author"), "name", operator["name"] or operator["site_name"])
    for each in entries:
        entry = ET.SubElement(root, "entry")
        say(entry, "id", whole(each.url))
        say(entry, "title", each.title)
        say(entry, "updated", each.at.isoformat(timespec="seconds"))
        say(entry, "summary", each.text)
        ET.SubElement(entry, "link", rel="alternate", href=whole(each.url))
    return root


def newest(at: datetime) -> list[FeedEntry]:
    found = [entry for feed_of in HOUSE.feed for entry in feed_of(at, ENTRIES)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:ENTRIES]


def say(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = UNFIT.sub("", text)


def bulletins(at: datetime, limit: int) -> Sequence[FeedEntry]:
    """Return the notices that branches put up last."""
    return [
        FeedEntry(
            url=url_for("bulletins.show", branch_id=each.branch_id, bulletin_id=each.id),
            title=each.title,
            text=each.branch_name,
            at=each.posted_at,
        )
        for each in list_newest_bulletins(at=at, limit=limit)
    ]
