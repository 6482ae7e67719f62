"""What every template owes: it uses what it imports, posts with the token, holds nothing inline."""

import re

import pytest
from jinja2.nodes import FromImport, Import, Name

from tests.house.source import ROOT, TEMPLATES, name

BY_VISITORS = {"components/menu.html"}  # the switches, which carry a token for a session only
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*ld\+json)",
    re.IGNORECASE,
)


def unused_in(text, app):
    tree = app.jinja_env.parse(text)
    names = [n for node in tree.find_all(FromImport) for n in node.names]
    imported = {n[1] if isinstance(n, tuple) else n for n in names}
    imported |= {node.target for node in tree.find_all(Import)}
    return imported - {node.name for node in tree.find_all(Name) if node.ctx == "load"}


def test_templates_use_what_they_import(app):
    assert len(TEMPLATES) > 100
    found = {name(path): unused_in(path.read_text(), app) for path in TEMPLATES}
    assert not {path: names for path, names in found.items() if names}
    assert unused_in('{% from "components/chip.html" import chip %}', app) == {"chip"}


def posts(text):
    return re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE)


def test_every_form_that_posts_carries_the_token():
    forms = [
        (name(path), form)
        for path in TEMPLATES
        for form in posts(COMMENT.sub("", path.read_text()))
    ]
    assert len(forms) > 15
    token = re.compile(r"hidden_tag\(\)|csrf|caller\(\)|\bhidden\(")
    assert not [(path, form[:200]) for path, form in forms if not token.search(form)]


def inline(text):
    return INLINE.findall(COMMENT.sub("", text))


def test_nothing_inline():
    assert not [name(path) for path in TEMPLATES if inline(path.read_text())]


@pytest.mark.parametrize(
    "text",
    [
        '<p style="x">',
        "<style>",
        '<a onclick="x">',
        "<script>x</script>",
        '<a href="javascript:x">',
    ],
)
def test_inline_is_found(text):
    assert inline(text)


def test_no_word_is_trusted_unseen():
    trusted = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")
    texts = {name(path): COMMENT.sub("", path.read_text()) for path in TEMPLATES}
    assert not [path for path, text in texts.items() if trusted.search(text)]


def test_every_template_is_used():
    sources = [
        path.read_text()
        for folder in ("core", "shop", "training", "services", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"}
    ]
    everything = "\n".join(sources)
    unused = [
        each
        for each in (str(p.relative_to(ROOT / "templates")) for p in TEMPLATES)
        if f'"{each}"' not in everything and f"'{each}'" not in everything
    ]
    assert not unused
