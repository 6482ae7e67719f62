"""Our pages as others name them: whole addresses, codes to scan, and facts for machines."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

import segno
from markupsafe import Markup

from core.house import HOUSE

# Inside a script element these could end it, or begin another; JSON reads the escapes the same.
ESCAPES = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)


def whole(path: str) -> str:
    """Return the address under which the outside knows a page, whatever host was asked."""
    return str(HOUSE.settings["PUBLIC_URL"]).rstrip("/") + path


def qr_of(address: str) -> Markup:
    """Draw a whole address as a QR code that phones read from paper."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - squares drawn by the package


def data_block(facts: Mapping[str, Any]) -> Markup:
    """Write facts as JSON that may stand inside a script element as data."""
    return Markup(json.dumps(facts, ensure_ascii=False).translate(ESCAPES))  # noqa: S704


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address from outside; what is none leads elsewhere."""
    try:
        return urlsplit(address)
    except ValueError:  # `https://[`
        return urlsplit("about://nowhere")
