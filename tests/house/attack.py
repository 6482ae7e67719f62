"""What an answer must not show, and how a form is filled in well or badly."""

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from tests.house.crawl import forms_of, starts_of, walk

PAYLOADS = json.loads(Path(__file__).with_name("payloads.json").read_text(encoding="utf-8"))
# What is markup or a template's language does the same beside others: sent by the handful. What
# is read as a whole (numbers, addresses, signs that nobody sees) is sent alone.
BESIDE = [each for each in PAYLOADS if re.search(r"[<{]", each) and each.isprintable()]
HANDFUL = 6
SENT = [each for each in PAYLOADS if each not in BESIDE]
SENT += [" ".join(BESIDE[start : start + HANDFUL]) for start in range(0, len(BESIDE), HANDFUL)]
# Several in one, short enough for a name; stored where a field takes it.
TOGETHER = '"><img src=x onerror=__xss=1>{{7191*7}}<svg/onload=__xss=1>'
COMPUTED = str(7191 * 7)
ALIVE = {"script", "iframe", "base", "object", "embed", "math", "frame", "applet", "style"}
LEADS = {"href", "src", "action", "formaction", "srcdoc", "data", "xlink:href", "poster"}
SCHEME = re.compile(r"^\s*(javascript|vbscript|data):", re.IGNORECASE)
# What an answer cannot be alive without; a page that lacks it need not be read through.
SUSPECT = re.compile(
    r"<(iframe|base|object|embed|math|frame|applet|style)\b|http-equiv|evil"
    r"|<script(?!( type=\"module\")? src=\"/static/|[^>]*ld\+json)|[\s\"'/](on[a-z]+|style)\s*="
    r"|(href|src|action|srcdoc|data|poster)\s*=[\s\"']*(javascript|vbscript|data|//|\\|/\\|&)",
    re.IGNORECASE,
)
GOOD = {
    "name": "李小龙",
    "phone": "13911112222",
    "who": "13911112222",
    "address": "liu@example.com",
    "email": "liu@example.com",
    "password": "青山绿水-2026-keeps",
    "again": "青山绿水-2026-keeps",
    "receiver": "李小龙",
    "agree": "y",
    "confirmed": "y",
    "consent": "当面同意",
    "consent_note": "当面同意",
    "reason": "换届",
    "title": "通知",
    "text": "请来开会",
    "detail": "老槐树旁",
    "summary": "改了一处",
}


def tomorrow(days=30):
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - any day to come


def filled(form, **with_these):
    """Return the form's fields with something sensible in each that is empty."""
    fields = {}
    for name, value in form.fields.items():
        if value:
            fields[name] = value
        elif name in {"until", "since", "effective", "day", "from_day"}:
            fields[name] = tomorrow()
        else:
            fields[name] = GOOD.get(name, value)
    return {**fields, **with_these}


class Alive(HTMLParser):
    """Reads a page and notes what would do something that the house has not put there."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, kind, attributes):
        given = {name: value or "" for name, value in attributes}
        loads = kind == "script" and given.get("src", "").startswith("/static/")
        if kind in ALIVE and not loads and given.get("type") != "application/ld+json":
            self.found.append(f"<{kind}>")
        loads_itself = given.get("http-equiv") == "refresh" and given.get("content", "").isdigit()
        if kind == "meta" and "http-equiv" in given and not loads_itself:
            self.found.append("meta http-equiv")
        for name, value in given.items():
            if name.startswith("on") or name == "style":
                self.found.append(f"{kind} {name}")
            if name in LEADS and leads_away(value):
                self.found.append(f"{kind} {name}={value[:60]}")


def alive(text):
    """Return what on this page would do something that the house has not put there."""
    if not SUSPECT.search(text):
        return []
    reader = Alive()
    reader.feed(text)
    reader.close()
    return reader.found


def leads_away(target):
    """Tell whether a browser would run this, or leave for a place of somebody else's."""
    if SCHEME.search(target):
        return not target.startswith("data:image/")
    there = target.strip().replace("\\", "/")
    return there.startswith("//") or "evil" in urlsplit(there).netloc


def wrong_with(answer, url=""):
    """Return what is wrong with this answer to an attack: nothing, if the house stands."""
    found = []
    if answer.status_code >= 500 and urlsplit(url).path != "/readyz":
        found.append(f"status {answer.status_code}")
    target = answer.headers.get("Location")
    if target and (urlsplit(target).netloc not in {"", "localhost"} or "\\" in target):
        found.append(f"leads to {target}")
    if any("evil" in value for name, value in answer.headers if name != "Location"):
        found.append("evil in a header")
    if answer.mimetype == "text/html" and answer.status_code < 500:
        found += alive(answer.text)
        if COMPUTED in answer.text:
            found.append("computed what was typed")
    return found


def forms_for(client, doors, role):
    """Return every form that this role can reach, once for each address and set of fields."""
    found = {}
    for url, _answer, tree in walk(client, starts_of(doors, role)):
        for form in forms_of(tree, url):
            form.page = url
            shape = re.sub(r"\d+", "0", urlsplit(form.action).path), tuple(sorted(form.fields))
            found.setdefault((form.method, *shape), form)
    return found


def fields_typed(form):
    return [name for name in form.texts if name not in {"csrf_token", "form_key"}]
