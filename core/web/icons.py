"""Icons: single drawings cut from Bootstrap-Flask's packaged sprite, written into the page."""

import re
from functools import cache
from importlib import resources

from flask import Flask
from markupsafe import Markup

SPRITE = "static/bootstrap5/icons/bootstrap-icons.svg"
SYMBOL = re.compile(r'<symbol[^>]*viewBox="([\d ]+)"[^>]*id="([a-z0-9-]+)"[^>]*>(.*?)</symbol>')
DRAWN = Markup('<svg class="icon" viewBox="{}" aria-hidden="true">{}</svg>')


@cache
def sprite() -> dict[str, Markup]:
    """Cut the sprite (over a megabyte, never sent) into its drawings."""
    text = resources.files("flask_bootstrap").joinpath(SPRITE).read_text("utf-8")
    return {
        name: DRAWN.format(box, Markup(paths))  # noqa: S704 - from the package, not from people
        for box, name, paths in SYMBOL.findall(text)
    }


def icon(name: str) -> Markup:
    """Draw an icon by its Bootstrap name; it says nothing aloud, the words beside it do.

    Raise KeyError for an unknown name.
    """
    return sprite()[name]


def set_up(app: Flask) -> None:
    """Give templates `icon(name)`, and cut the sprite before the first request."""
    sprite()
    app.jinja_env.globals["icon"] = icon
