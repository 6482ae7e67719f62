"""Walking through the house as somebody: every page there is a way to."""

import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit
from xml.etree.ElementTree import Element, SubElement

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.pages import X

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
MOST_PAGES = 1200
# Pages of one path: that ask for the same with other words (a filter, a next page), and in all.
MOST_ALIKE, MOST_OF_ONE = 2, 12
MOST_OF_VIEW = 10  # things of one kind that are looked at


class Planter(HTMLParser):
    """Makes a tree of a page that is known to be valid (`look_at` sees to that), and fast."""

    def __init__(self):
        super().__init__()
        self.open, self.grown = [], Element(f"{X}page")

    def handle_starttag(self, tag, attributes):
        above = self.open[-1] if self.open else self.grown
        element = SubElement(above, X + tag, {name: value or "" for name, value in attributes})
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        while any(each.tag == X + tag for each in self.open):
            if self.open.pop().tag == X + tag:
                break

    def handle_data(self, data):
        above = self.open[-1] if self.open else self.grown
        if len(above):
            above[-1].tail = (above[-1].tail or "") + data
        else:
            above.text = (above.text or "") + data


def tree_of(text):
    planter = Planter()
    planter.feed(text)
    planter.close()
    return planter.grown


def links_of(tree, url):
    """Yield the addresses of ours that a page leads to."""
    for each in tree.iter():
        for name in ("href", "src"):
            target = each.get(name)
            if target and each.tag != f"{X}form":
                whole = urlsplit(urljoin(f"http://localhost{url}", target))
                if whole.netloc == "localhost" and not whole.path.startswith("/static/"):
                    yield whole.path + (f"?{whole.query}" if whole.query else "")


def walk(client, starts):
    """Yield (url, answer, tree) of every page that can be reached by following links.

    Of pages that differ by the words of a filter, and of things of one kind, only the first few
    are opened.
    """
    views = client.application.url_map.bind("localhost")
    seen, waiting, alike = set(starts), deque(starts), Counter()
    while waiting:
        assert len(seen) < MOST_PAGES, "the house has more pages than a walk may take"
        url = waiting.popleft()
        answer = client.get(url)
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        tree = tree_of(answer.text) if is_page else None
        yield url, answer, tree
        found = links_of(tree, url) if is_page else []
        if answer.status_code in {301, 302, 303}:
            found = [answer.location]
        for each in found:
            # A page is the same whatever it leads back to.
            each = re.sub(r"\?next=.*", "", each)  # noqa: PLW2901
            if each in seen or each.startswith(("/logout", "/static/")):
                continue
            parts = urlsplit(each)
            asked = parts.path, *sorted(name for name, _words in parse_qsl(parts.query))
            if parts.query and (alike[asked] >= MOST_ALIKE or alike[parts.path] >= MOST_OF_ONE):
                continue
            view = view_of(views, parts.path)
            if alike[view] >= MOST_OF_VIEW and each not in starts:
                continue
            alike[view] += 1
            alike[asked] += 1
            alike[parts.path] += 1
            seen.add(each)
            waiting.append(each)


def view_of(views, path):
    try:
        return views.match(path, method="GET")[0]
    except (HTTPException, RequestRedirect):
        return path


class Form:
    """One form of a page: where it goes, what stands in it, which fields take text."""

    def __init__(self, element, url):
        self.method = (element.get("method") or "get").lower()
        self.action = urljoin(url, element.get("action") or "")
        self.files = [e.get("name") for e in element.iter(f"{X}input") if e.get("type") == "file"]
        self.fields, self.texts = {}, []
        for each in element.iter():
            name, kind = each.get("name"), each.get("type") or "text"
            if not name:
                continue
            if each.tag == f"{X}textarea":
                self.take(name, "".join(each.itertext()).removeprefix("\n"), text=True)
            elif each.tag == f"{X}select":
                self.take(name, chosen(each), text=True)
            elif each.tag == f"{X}button":
                continue
            elif each.tag == f"{X}input" and kind in {"checkbox", "radio"}:
                if each.get("checked") is not None or (kind == "radio" and name not in self.fields):
                    self.take(name, each.get("value") or "y", text=True)
            elif each.tag == f"{X}input" and kind not in {"submit", "file", "image", "button"}:
                self.take(
                    name, each.get("value") or "", text=name not in {"csrf_token", "form_key"}
                )

    def take(self, name, value, *, text):
        self.fields[name] = value
        if text and name not in self.texts:
            self.texts.append(name)


def chosen(select):
    options = list(select.iter(f"{X}option"))
    picked = [each for each in options if each.get("selected") is not None] or options[:1]
    return (picked[0].get("value") or "") if picked else ""


def forms_of(tree, url):
    return [Form(each, url) for each in tree.iter(f"{X}form")] if tree is not None else []


def starts_of(doors, role):
    """Return the addresses to begin at: every page without a thing in it, and one's own things."""
    found = []
    for endpoint, method in doors.rules:
        if method != "GET" or endpoint in {"static", "accounts.open_link"}:
            continue
        parts = doors.rules[endpoint, method].arguments
        mine = "mine" if endpoint.startswith(("me.", "inbox.")) else "own"
        words = ("own", "upper") if "branch_id" in parts else (mine,)
        if endpoint == "complaints.show":
            words = ("own", "upper", "operator", "mine")
        found += [doors.url(endpoint, method, word, role) for word in words]
    return sorted(set(found))
