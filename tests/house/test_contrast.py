"""Every pair of colours that carries meaning, with the ratio it needs, computed from the tokens."""

import re

import pytest

from tests.house.source import ROOT

SHEETS = [ROOT / "static/css/theme.css", *sorted((ROOT / "static/css/parts").glob("*.css"))]
HOVERED = "#d7e7d4"  # the quiet button under the finger
HEROES = re.compile(r"linear-gradient\([^)]*\)")

# what, on which grounds, least ratio: standard, for elders (text 7:1)
PAIRS = [
    ("--ink", ["--paper", "--card", "--field-tint", "--wheat-tint", "hero"], 7, 7),
    ("--field-deep", ["--paper", "--card"], 7, 7),
    ("--field-deep", ["--field-tint", HOVERED], 4.5, 7),
    ("--card", ["--field"], 4.5, 7),
    ("--card", ["--field-deep"], 4.5, 7),
    ("--ink-soft", ["--paper", "--card", "--field-tint", "--wheat-tint"], 4.5, 7),
    ("--wheat-deep", ["--paper", "--card", "--wheat-tint"], 4.5, 7),
    ("--seal", ["--paper", "--card"], 4.5, 7),
    ("--card", ["--seal"], 4.5, 7),
    ("--plum", ["--paper", "--card", "--plum-tint"], 4.5, 7),
    ("--ink", ["--plum-tint"], 7, 7),
    ("--edge", ["--paper", "--card"], 3, 3),
    ("--field-deep", ["--paper", "--card", "--field-tint"], 3, 3),
    ("--paper", ["--field", "--field-deep"], 3, 3),
    ("--field", ["--card"], 3, 3),
    ("--plum", ["--card"], 3, 3),
]


def css():
    return "\n".join(path.read_text() for path in SHEETS)


def blocks():
    """Return what the sheet sets for everybody, and what for elders."""
    text = SHEETS[0].read_text()
    return [
        re.search(rf"^{selector} {{(.*?)^}}", text, re.MULTILINE | re.DOTALL)[1]
        for selector in (":root", r"\[data-elder\]")
    ]


def tokens(*, elder):
    """Return the tokens as they stand on a page, each a colour."""
    found = {}
    for selector in (":root", r"\[data-elder\]")[: 2 if elder else 1]:
        block = re.search(
            rf"^{selector} {{(.*?)^}}", SHEETS[0].read_text(), re.MULTILINE | re.DOTALL
        )[1]
        found |= dict(re.findall(r"(--[a-z-]+): ([^;]+);", block))

    def colour(name):
        value = found[name]
        return colour(value[4:-1]) if value.startswith("var(") else value

    return {
        name: colour(name) for name, value in found.items() if re.match(r"#|var\(--[a-z]+", value)
    }


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grounds(names, known, *, elder):
    for name in names:
        if name == "hero":
            # In elder mode the hero has no gradient: its ground is a card.
            stops = re.findall(r"#[0-9a-f]{6}", " ".join(HEROES.findall(css())))
            yield from [known["--card"]] if elder else stops
        else:
            yield known.get(name, name)


@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize(("front", "behind", "usual", "large"), PAIRS)
def test_what_is_read_stands_out(front, behind, usual, large, elder):
    known = tokens(elder=elder)
    least = large if elder else usual
    seen = {ground: ratio(known[front], ground) for ground in grounds(behind, known, elder=elder)}
    assert seen
    assert min(seen.values()) >= least, (front, seen)


def test_the_solar_term_stands_out_on_every_hero():
    deep = tokens(elder=False)["--wheat-deep"]
    stops = set(grounds(["hero"], {}, elder=False))
    assert len(stops) == 12  # four seasons, three stops each
    assert all(ratio(deep, stop) >= 4.5 for stop in stops)


def test_the_measure_itself():
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_numbers_for_bootstrap_repeat_the_tokens():
    """Bootstrap wants some colours as three numbers; they must not part from the tokens."""
    names = {
        "--bs-link-color-rgb": "--field-deep",
        "--bs-link-hover-color-rgb": "--ink",
        "--bs-primary-rgb": "--field",
        "--bs-secondary-rgb": "--ink-soft",
        "--bs-secondary-color-rgb": "--ink-soft",
        "--bs-danger-rgb": "--plum",
    }
    for elder in (False, True):
        known = tokens(elder=elder)
        root, large = blocks()
        for number, token in names.items():
            value = re.findall(rf"{number}: ([\d, ]+);", root + (large if elder else ""))[-1]
            said = "#" + "".join(f"{int(part):02x}" for part in value.split(","))
            assert said == known[token], (number, elder)


def test_the_seal_red_is_kept_for_marks_and_prices():
    """No other rule may use it."""
    uses = [
        selector.strip()
        for selector, body in re.findall(r"([^{}]+){([^{}]*)}", css())
        if "var(--seal)" in body
    ]
    assert uses
    assert all(re.search(r"\.seal|\.price", selector) for selector in uses), uses


def test_sizes_under_one_come_from_the_two_that_grow():
    """A size of its own under 1rem would not reach 18 px for elders."""
    found = re.findall(r"font-size: (0?\.\d+)(?:rem|em)", css())
    assert found
    assert [size for size in found if float(size) < 0.85] == []
