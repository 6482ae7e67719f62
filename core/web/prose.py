"""Long text for people: Markdown in, safe HTML out."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# Raw HTML is text; what remains is cut down to this list once more.
TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
HIGHEST_HEADING = 2  # the page itself has the h1

markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
markdown.disable("code")  # a line that begins with spaces is a paragraph, as people mean it


def prose(text: str, *, breaks: bool = False) -> Markup:
    """Return the text as HTML that holds no script, no picture and no style.

    With `breaks` a line ends where the writer ended it, as in a field that people typed into.
    """
    tokens = markdown.parse(text)
    for child in (child for token in tokens for child in token.children or [] if breaks):
        if child.type == "softbreak":
            child.type, child.tag = "hardbreak", "br"
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(max(int(token.tag[1]), HIGHEST_HEADING), 4)
            token.tag = f"h{level}"
    made = markdown.renderer.render(tokens, markdown.options, {})
    return Markup(  # noqa: S704 - cleaned by nh3
        nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow")
    )


def plain(text: str) -> str:
    """Return what the text says without its marks, on one line: for machines and for searching."""
    return str(prose(text).striptags())
