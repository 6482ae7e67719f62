"""Photos, papers and tables, good and bad, made on the spot."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from core.house import HOUSE
from core.storage.models import picture_name

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PDF_WITH_JS = PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def photo(kind="JPEG", size=(1600, 1200), mode="RGB", **kw):
    """Return a photo's bytes; the left half is red, the right half green."""
    image = Image.new(mode, size, (200, 30, 30) if mode == "RGB" else None)
    if mode == "RGB":
        image.paste((30, 160, 60), (size[0] // 2, 0, *size))
    return saved(image, kind, **kw)


def saved(image, kind, **kw):
    out = io.BytesIO()
    image.save(out, kind, **kw)
    return out.getvalue()


def with_gps(kind="JPEG", orientation=1):
    """Return a photo that tells where it was taken and by which telephone."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 7.0), 3: "E", 4: (120.0, 9.0, 3.0)})
    return photo(kind, exif=exif)


def png_header(width, height):
    """Return a small PNG that says it is so large."""
    body = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + body
    idat = b"IDAT" + zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", len(idat) - 4) + idat + struct.pack(">I", zlib.crc32(idat))
    )  # fmt: skip


def jpeg_header(width, height):
    """Return a small JPEG whose frame says it is so large."""
    small = bytearray(photo("JPEG", (64, 64)))
    frame = small.index(b"\xff\xc0") + 5
    small[frame : frame + 4] = struct.pack(">HH", height, width)
    return bytes(small)


def webp_header(width, height):
    """Return a WebP whose canvas says it is so large."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas
    rest = photo("WEBP", (64, 64))[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(body) + len(rest)) + b"WEBP" + body + rest


def noise(size):
    return b"".join(bytes([number * number % 251]) for number in range(size))


def zipped(members, **kw):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, **kw)
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def workbook(sheet, **more):
    """Return a smallest workbook whose only sheet is this XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": sheet,
            **more,
        }
    )


def opened(name):
    with HOUSE.files.open(name) as stream:
        return stream.read()


def shown(stored, width):
    return Image.open(io.BytesIO(opened(picture_name(stored.ref, width))))
