"""Icons come from the package, and every name used is there."""

import re

import pytest

from core.house import HOUSE
from core.web.icons import icon
from tests.house.source import ROOT, TEMPLATES

USED = re.compile(r"icon\(([^()]*)\)")
QUOTED = re.compile(r"\"([a-z0-9-]+)\"")


def test_an_icon_is_drawn_and_says_nothing(app):
    drawn = str(icon("house"))
    assert drawn.startswith('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path')
    assert drawn.endswith("</svg>")


def test_an_unknown_icon_is_a_mistake():
    with pytest.raises(KeyError):
        icon("no-such-icon")


def test_every_icon_of_a_template_is_there(app):
    calls = [call for path in TEMPLATES for call in USED.findall(path.read_text())]
    plain = {call.strip('"') for call in calls if QUOTED.fullmatch(call)}
    assert len(plain) > 3
    for name in plain:
        assert icon(name)


def test_every_icon_of_a_menu_is_there(app):
    for entry in HOUSE.menu:
        if entry.icon and entry.place == "door":
            drawing = ROOT / f"static/img/doors/{entry.icon}.svg"
            assert drawing.is_file() or icon(entry.icon)
        elif entry.icon:
            assert icon(entry.icon)
