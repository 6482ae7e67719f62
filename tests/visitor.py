"""A visitor without a browser: speaks HTTP to a real server, keeps cookies, fills in forms."""

import http.client
import re
import secrets
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TAG = re.compile(r"<(form|input|textarea|select|option|button|/form)\b([^>]*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))?")


class Answer:
    """What came back."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    @property
    def location(self):
        target = urlsplit(self.headers.get("Location") or "")
        return target.path + (f"?{target.query}" if target.query else "")


class Visitor:
    """One person at one device; each call is one request."""

    def __init__(self, port, *, timeout=30, headers=None):
        self.port, self.timeout = port, timeout
        self.cookies, self.headers = {}, {"User-Agent": "test", **(headers or {})}

    def request(self, method, url, fields=None, headers=None):
        """Return the answer; a connection that breaks is an OSError or HTTPException."""
        sent = {**self.headers, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields, doseq=True)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, url, body, sent)
            got = connection.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    def get(self, url, **kw):
        return self.request("GET", url, **kw)

    def post(self, url, fields, **kw):
        return self.request("POST", url, fields, **kw)

    def form(self, url, action=None):
        """Open a page and return the fields of its main form as they stand (or of `action`'s)."""
        answer = self.get(url)
        assert answer.status == 200, (url, answer.status)
        forms = forms_of(answer.text)
        wanted = [f for f in forms if f["action"] == action] if action else main_forms(forms)
        assert wanted, (url, [f["action"] for f in forms])
        return dict(wanted[0]["fields"])

    def send(self, url, action=None, fields=None, /, **more):
        """Fill in the form of a page and post it."""
        filled = {**self.form(url, action), **(fields or {}), **more}
        return self.post(action or url, filled)


def main_forms(forms):
    posting = [f for f in forms if f["method"] == "post"]
    return [f for f in posting if f["action"] not in {"/language", "/elder", "/logout"}]


def forms_of(html):
    """Return the forms of a page: method, action and the fields with their values."""
    forms, current = [], None
    for found in TAG.finditer(html):
        kind = found[1].lower()
        given = {n.lower(): unescape(a or b or "") for n, a, b in ATTRIBUTE.findall(found[2])}
        if kind == "form":
            method = given.get("method", "get").lower()
            current = {"method": method, "action": given.get("action", ""), "fields": []}
            forms.append(current)
        elif kind == "/form":
            current = None
        elif current is not None and kind == "input" and given.get("name"):
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                continue
            if given.get("type") not in {"submit", "file"}:
                current["fields"].append((given["name"], given.get("value", "")))
        elif current is not None and kind == "textarea" and given.get("name"):
            text = html[found.end() :].partition("</textarea>")[0]
            current["fields"].append((given["name"], unescape(text).removeprefix("\n")))
        elif current is not None and kind == "select" and given.get("name"):
            options = html[found.end() :].partition("</select>")[0]
            chosen = re.search(
                r'<option[^>]*\bselected\b[^>]*value="([^"]*)"', options
            ) or re.search(r'<option[^>]*value="([^"]*)"[^>]*\bselected\b', options)
            chosen = chosen or re.search(r'<option[^>]*value="([^"]*)"', options)
            current["fields"].append((given["name"], unescape(chosen[1]) if chosen else ""))
    return forms


def new_key():
    return secrets.token_urlsafe(12)
