"""A visitor who looks at every page that is opened."""

import re
from contextvars import Context

import html5lib
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from core.db import db
from tests.make import Make

X = "{http://www.w3.org/1999/xhtml}"
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
BY_VISITORS = {"/language", "/elder", "/cart/add", "/cart/change", "/cart/remove"}


class Client(FlaskClient):
    """Each request in a context of its own, as in production: no shared g, no shared session."""

    look = True

    def open(self, *args, **kw):
        answer = Context().run(super().open, *args, **kw)
        db.session.rollback()  # the test looks at what the request has stored
        strange = {name: words for name, words in answer.headers if not words.isascii()}
        assert not strange, f"no server sends these headers: {strange}"
        if self.look and answer.mimetype == "text/html" and answer.get_data():
            look_at(answer.text, with_session=self.get_cookie("session") is not None)
        return answer

    def token(self):
        """Return a CSRF token of this client's session."""
        with self.session_transaction() as session:
            secret = session.setdefault("csrf_token", "of this session")
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(
            secret
        )

    def send(self, url, data=None, headers=None, **fields):
        """Post a form with the token that its page carries."""
        sent = {**(data or {}), **fields, "csrf_token": self.token()}
        return self.post(url, data=sent, headers=headers)

    def log_in(self, person, **kw):
        """Sign this person in on the server; the cookie holds the token."""
        token = Make().sign_in(person, **kw)
        with self.session_transaction() as session:
            session.clear()
            session.update(_user_id=token, _fresh=True)
            session.permanent = True
        return token

    def log_out(self):
        self.delete_cookie("session")


def look_at(text, *, with_session):
    """Check what every page owes to everyone."""
    parser = html5lib.HTMLParser()
    tree = parser.parse(text)
    mistakes = [(code, data, spot) for spot, code, data in parser.errors]
    assert not mistakes, f"not valid HTML: {mistakes[:5]}"
    title = " ".join("".join(tree.find(f"{X}head/{X}title").itertext()).split())
    heads = [" ".join("".join(h.itertext()).split()) for h in tree.iter(f"{X}h1")]
    assert len(heads) == 1, f"one h1, not {heads}"
    flat = re.sub(r"\s", "", heads[0])
    assert re.sub(r"\s", "", title).startswith(flat), f"title {title!r} begins with {heads[0]!r}"
    ids = [each.get("id") for each in tree.iter() if each.get("id") is not None]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    no_inline(tree)
    labelled(tree, set(ids))
    tokens(tree, with_session=with_session)
    for image in tree.iter(f"{X}img"):
        assert image.get("alt") is not None, "a picture without alt"
        assert image.get("width"), "a picture without width and height"
    assert tree.get("lang"), "a page says its language"


def no_inline(tree):
    for each in tree.iter():
        bad = [n for n in each.attrib if n == "style" or n.startswith("on")]
        assert not bad, f"inline {bad} on {each.tag}"
        if each.tag == f"{X}script":
            assert each.get("src") or each.get("type") == "application/ld+json", "inline script"
        assert each.tag != f"{X}style", "inline style"


def labelled(tree, ids):
    named = {each.get("for") for each in tree.iter(f"{X}label")}
    wrapped = {id(inner) for each in tree.iter(f"{X}label") for inner in each.iter()}
    for kind in ("input", "select", "textarea"):
        for each in tree.iter(f"{X}{kind}"):
            if each.get("type") in UNLABELLED:
                continue
            has = (
                each.get("id") in named
                or id(each) in wrapped
                or each.get("aria-label")
                or each.get("aria-labelledby")
            )
            assert has, f"a field without label: {each.attrib}"
    for each in tree.iter():
        for name in ("aria-describedby", "aria-labelledby"):
            missing = set((each.get(name) or "").split()) - ids
            assert not missing, f"{name} points nowhere: {missing}"


def tokens(tree, *, with_session):
    for form in tree.iter(f"{X}form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        if (form.get("action") or "") in BY_VISITORS and not with_session:
            continue
        names = {each.get("name") for each in form.iter(f"{X}input")}
        assert "csrf_token" in names, f"a form without token: {form.get('action')}"
