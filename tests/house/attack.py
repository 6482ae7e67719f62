"""What an answer must not show, and how a form is filled in well or badly."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from tests.house.crawl import forms_of, starts_of, tree_of, walk
from tests.pages import X

PAYLOADS = json.loads(Path(__file__).with_name("payloads.json").read_text(encoding="utf-8"))
# Several in one, short enough for a name; stored where a field takes it.
TOGETHER = '"><img src=x onerror=__xss=1>{{7191*7}}<svg/onload=__xss=1>'
COMPUTED = str(7191 * 7)
ALIVE = {"script", "iframe", "base", "object", "embed", "math", "frame", "applet", "style"}
LEADS = {"href", "src", "action", "formaction", "srcdoc", "data", "xlink:href", "poster"}
EVIL = re.compile(r"^\s*(javascript|vbscript|data):|evil", re.IGNORECASE)
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


def alive(tree):
    """Return what on this page would do something that the house has not put there."""
    found = []
    for each in tree.iter():
        if not isinstance(each.tag, str):
            continue
        kind = each.tag.rpartition("}")[2]
        loads = kind == "script" and (each.get("src") or "").startswith("/static/")
        if kind in ALIVE and not loads and each.get("type") != "application/ld+json":
            found.append(f"<{kind}>")
        if kind == "meta" and each.get("http-equiv"):
            found.append("meta http-equiv")
        for name, value in each.attrib.items():
            plain = name.rpartition("}")[2].lower()
            if plain.startswith("on") or plain == "style":
                found.append(f"{kind} {plain}")
            if plain in LEADS and EVIL.search(value) and not value.startswith("data:image/"):
                found.append(f"{kind} {plain}={value[:60]}")
    return found


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
        found += alive(tree_of(answer.text))
        if COMPUTED in answer.text:
            found.append("computed what was typed")
    return found


def posting_forms(client, doors, role):
    """Return every form that posts, once for each address and set of fields."""
    found = {}
    for url, _answer, tree in walk(client, starts_of(doors, role)):
        for form in forms_of(tree, url):
            form.page = url
            shape = re.sub(r"\d+", "0", urlsplit(form.action).path), tuple(sorted(form.fields))
            found.setdefault((form.method, *shape), form)
    return list(found.values())


def fields_typed(form):
    return [name for name in form.texts if name not in {"csrf_token", "form_key"}]


__all__ = ["PAYLOADS", "TOGETHER", "X", "alive", "filled", "posting_forms", "wrong_with"]
