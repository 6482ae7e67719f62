"""Making of any photo two small, upright, silent ones."""

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from core.errors import Refused, refuse_if
from core.storage import rules
from core.storage.models import LARGE, SMALL
from core.words import _

QUALITY = 80
TALLEST = 3  # times as high as wide; a longer strip becomes narrower
AT_ONCE = threading.BoundedSemaphore(2)  # a photo of 25 megapixels takes 100 MB while it is open


@dataclass(frozen=True)
class Picture:
    """A picture in both widths, as WebP; width and height are the large one's."""

    large: bytes
    small: bytes
    width: int
    height: int


def redraw(name: str, data: bytes) -> Picture:
    """Return the photo drawn anew: upright, without place, camera or anything hung on its end.

    Takes up to a second, so never inside a transaction. Raise `Refused`, field `picture`.
    """
    refuse_if(rules.why_not_take(name, data, kinds=rules.PICTURES), field="picture")
    kind = rules.kind_by_content(data) or ""
    if kind == rules.WEBP:
        refuse_if(rules.why_not_decode(*(rules.webp_size(data) or (0, 0))), field="picture")
    try:
        with AT_ONCE, Image.open(BytesIO(data), formats=[kind]) as photo:
            refuse_if(rules.why_not_decode(*photo.size), field="picture")
            photo.draft("RGB", (2 * LARGE, 2 * LARGE))
            upright = coloured(ImageOps.exif_transpose(photo))
            large, width, height = written(upright, LARGE)
            small, _width, _height = written(upright, SMALL)
    except Refused:
        raise
    except Image.DecompressionBombError:
        refuse_if(rules.why_not_decode(rules.MOST_PIXELS, 2), field="picture")
        raise
    except Exception as error:
        # Whatever a decoder stumbles over, the photo is broken and not the house.
        raise Refused(_("这张照片打不开，请换一张"), field="picture") from error
    return Picture(large, small, width, height)


def coloured(photo: Image.Image) -> Image.Image:
    """Return the photo in plain colours, see-through where it was."""
    clear = photo.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in photo.info
    return photo.convert("RGBA" if clear else "RGB")


def written(photo: Image.Image, width: int) -> tuple[bytes, int, int]:
    """Return the photo at most so wide, as WebP, with the width and height it came out at."""
    copy = photo.copy()
    copy.thumbnail((width, width * TALLEST))
    copy.info.clear()  # colour profile, comments, place: all of it stays behind
    out = BytesIO()
    copy.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return out.getvalue(), copy.width, copy.height
