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


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_use_what_they_import(path, app):
    tree = app.jinja_env.parse(path.read_text())
    names = [n for node in tree.find_all(FromImport) for n in node.names]
    imported = {n[1] if isinstance(n, tuple) else n for n in names}
    imported |= {node.target for node in tree.find_all(Import)}
    assert imported <= {node.name for node in tree.find_all(Name) if node.ctx == "load"}


def posts(text):
    return re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL | re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_form_that_posts_carries_the_token(path):
    for form in posts(COMMENT.sub("", path.read_text())):
        assert re.search(r"hidden_tag\(\)|csrf|caller\(\)|\bhidden\(", form), form[:200]


def inline(text):
    return INLINE.findall(COMMENT.sub("", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_inline(path):
    assert not inline(path.read_text())


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


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_word_is_trusted_unseen(path):
    text = COMMENT.sub("", path.read_text())
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", text)


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
