"""A photo or paper as bytes: looked at and drawn anew, and stored nowhere."""

from dataclasses import dataclass

from core.errors import Refused, refuse_if
from core.storage import rules, scanner
from core.storage.models import PDF, WEBP
from core.storage.operations import refuse_inside_writing
from core.storage.pictures import redraw
from core.words import _


@dataclass(frozen=True)
class Bare:
    """What was uploaded, fit to be kept by whoever seals it."""

    name: str
    media_type: str
    data: bytes


def look_at(name: str, data: bytes, *, field: str) -> Bare:
    """Return a photo without place and camera, or a PDF as it came.

    Takes up to a second, so never inside a transaction. Raise `Refused` on this field: neither,
    too large, or broken.
    """
    refuse_inside_writing()
    kind = rules.kind_by_content(data)
    if data and kind != rules.kind_by_name(name):
        kind = None
    if data and kind is None:
        raise Refused(_("只收照片（JPG、PNG、WebP）和 PDF"), field=field)
    kinds = rules.PAPERS if kind == rules.PDF else rules.PICTURES
    refuse_if(rules.why_not_take(name, data, kinds=kinds), field=field)
    scanner.look(data, field=field)
    if kind == rules.PDF:
        return Bare(rules.tidy_name(name), PDF, data)
    try:
        return Bare(rules.tidy_name(name), WEBP, redraw(name, data).large)
    except Refused as refused:
        raise Refused(refused.reason, field=field) from refused
