"""How many papers a case holds, and how large each may be."""

from core.words import _

MOST_PAPERS = 6
MOST_BYTES = 2 * 1024 * 1024  # of each, once a photo was drawn anew
MOST_MB = MOST_BYTES // (1024 * 1024)


def why_not_another(count: int) -> str | None:
    """Say why no further paper is laid in, or None."""
    if count >= MOST_PAPERS:
        return _("最多放 %(most)s 份，先拿掉一份再放", most=MOST_PAPERS)
    return None


def why_not_size(size: int) -> str | None:
    """Say why a paper is too large, or None."""
    if size > MOST_BYTES:
        return _("每份最多 %(most)s MB，请换小一点的，或者拍成照片", most=MOST_MB)
    return None
